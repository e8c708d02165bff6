import type { Choice, PickDoors } from '../../../renderers/terminal/ink/main.ts'
import { styleOf } from '../../../renderers/terminal/style.ts'
import type { Settings } from '../settings.ts'
import { loadInk } from './load-ink.ts'
import { RawInput } from './raw-input.ts'

/** Shows a list on the terminal until something is picked; nothing when it is left. */
export async function pickFrom(
  settings: Settings,
  doors: Omit<PickDoors, 'stream' | 'look'>,
): Promise<Choice | undefined> {
  const { openPicker } = await loadInk(settings.color)
  const style = styleOf(settings.color)
  const screen = await openPicker({ ...doors, stream: process.stderr, look: (width) => ({ width, style }) })
  const input = new RawInput(process.stdin, {
    take: (chunk) => screen.press(chunk),
    end: () => screen.end(),
  })
  try {
    return await screen.choice
  } finally {
    input.close()
  }
}
