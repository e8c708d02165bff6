import type { KeptLine, KeptOutput } from '../model/kept-output.ts'
import { OutputScreen } from '../output.ts'
import type { Look } from '../style.ts'
import { gutter, gutterRoom } from './frame.ts'

/** The last lines of what a command printed, in the gutter; that there were more is said first. */
export function outputLines(output: KeptOutput, most: number, look: Look): string[] {
  const kept = output.last(most)
  const left = output.total - kept.length
  const lines = drawnLines(kept, look)
  const shown = lines.slice(-most)
  if (left === 0 && shown.length === lines.length) return shown
  const words = left === 0 ? 'earlier lines stand' : `${left} earlier lines stand`
  return [look.style.dim(`${gutter}… ${words} in its file`), ...shown]
}

/** Lines of a command in the gutter; what is wider than the look is broken. */
export function drawnLines(kept: readonly KeptLine[], look: Look): string[] {
  const screen = new OutputScreen({
    gutter,
    width: gutterRoom(look),
    colors: look.style.codes.bold !== '',
    limit: Number.MAX_SAFE_INTEGER,
  })
  const encoder = new TextEncoder()
  const drawn = kept.map(({ stream, text }) => screen.write(stream, encoder.encode(`${text}\n`))).join('')
  return (drawn + screen.end()).split('\n').slice(0, -1)
}
