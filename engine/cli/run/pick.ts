import type { Choice, PickDoors, PickScreen } from '../../../renderers/terminal/ink/main.ts'
import { lookAt } from '../../../renderers/terminal/style.ts'
import type { Settings } from '../settings.ts'
import { loadInk } from './load-ink.ts'
import { RawInput } from './raw-input.ts'

/**
 * Shows a list on the terminal until something is picked; nothing when it is left. What is typed while it is loaded
 * counts: nothing is at stake here.
 */
export async function pickFrom(
  settings: Settings,
  doors: Omit<PickDoors, 'stream' | 'look'>,
): Promise<Choice | undefined> {
  const early: string[] = []
  let screen: PickScreen | undefined
  let ended = false
  const input = new RawInput(process.stdin, {
    take: (chunk) => (screen === undefined ? void early.push(chunk) : screen.press(chunk)),
    end: () => {
      ended = true
      screen?.end()
    },
  })
  try {
    screen = await openScreen(settings, doors)
    for (const chunk of early) screen.press(chunk)
    if (ended) screen.end()
    return await screen.choice
  } finally {
    input.close()
  }
}

async function openScreen(
  settings: Settings,
  doors: Omit<PickDoors, 'stream' | 'look'>,
): Promise<PickScreen> {
  const { openPicker } = await loadInk(settings.color)
  return openPicker({ ...doors, stream: process.stderr, look: (columns) => lookAt(columns, settings.color) })
}
