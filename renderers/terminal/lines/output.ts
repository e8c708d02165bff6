import type { KeptOutput } from '../model/kept-output.ts'
import { OutputScreen } from '../output.ts'
import type { Look } from '../style.ts'
import { gutter } from './frame.ts'

/** The last lines of what a command printed, in the gutter; that there were more is said first. */
export function outputLines(output: KeptOutput, most: number, look: Look): string[] {
  const kept = output.last(most)
  const left = output.total - kept.length
  const screen = new OutputScreen({
    gutter,
    width: look.width === 0 ? 0 : Math.max(20, look.width - gutter.length),
    colors: look.style.bold('.') !== '.',
  })
  const encoder = new TextEncoder()
  const drawn = kept.map(({ stream, text }) => screen.write(stream, encoder.encode(`${text}\n`))).join('')
  const lines = (drawn + screen.end()).split('\n').slice(0, -1)
  const shown = lines.slice(-most)
  return left === 0 && shown.length === lines.length
    ? shown
    : [
        look.style.dim(`${gutter}… ${left === 0 ? 'earlier' : left} lines before these stand in its file`),
        ...shown,
      ]
}
