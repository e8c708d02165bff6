import { readyYoga } from './yoga.ts'
import { InkScreen, type InkDoors } from './screen.tsx'

export type { InkDoors, InkScreen }

/** Makes the screen, once what it is laid out with is loaded. */
export async function openScreen(doors: InkDoors): Promise<InkScreen> {
  await readyYoga()
  return new InkScreen(doors)
}
