export { InkScreen, type InkDoors } from './screen.tsx'
