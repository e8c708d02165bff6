import { PickScreen, type Choice, type PickDoors } from './pick-screen.tsx'
import { InkScreen, type InkDoors } from './screen.ts'
import { readyYoga } from './yoga.ts'

export type { Choice, InkDoors, InkScreen, PickDoors, PickScreen }
export type { Row } from './picker.ts'

/** Makes the screen of a run, once what it is laid out with is loaded. */
export async function openScreen(doors: InkDoors): Promise<InkScreen> {
  await readyYoga()
  return new InkScreen(doors)
}

/** Makes a list to pick from. */
export async function openPicker(doors: PickDoors): Promise<PickScreen> {
  await readyYoga()
  return new PickScreen(doors)
}
