import { drawnLines } from '../lines/output.ts'
import type { RunScreen } from '../model/run-screen.ts'
import { across, type Look } from '../style.ts'
import { textWidth } from '../width.ts'
import { hintLine, pathColumn, pathLine, statusLine, workLine } from './live.ts'
import type { Pager } from './pager.ts'
import { pageLines } from './page.ts'
import type { Prompt } from './prompt.ts'
import { questionLines } from './question.ts'

/** Everything that the live part of the screen shows at one moment. */
export interface Shown {
  /** Of the transcript: the widest that is read well. */
  readonly look: Look
  readonly screen: RunScreen
  readonly prompt?: Prompt
  /** What the question is about, when it does not stand above it any more. */
  readonly again?: readonly string[]
  /** Nothing can be answered from here. */
  readonly watching: boolean
  readonly pager?: Pager
  /** A word about what a key did: copied, saved. */
  readonly flash?: string
  /** Lines by which the live output is scrolled back. */
  readonly back: number
  readonly columns: number
  readonly rows: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The live part, as lines that are safe and set, never higher than the terminal. */
export interface Layout {
  readonly head: readonly string[]
  /** The path as a column left of the body; empty where it is a line of the foot. */
  readonly side: readonly string[]
  readonly body: readonly string[]
  readonly foot: readonly string[]
}

/** From so many columns on the path is a column, of this width. */
const wide = 120
export const sideWidth = 36

/** Lines of a page that lies over the screen. */
export function pageHeight(rows: number): number {
  return Math.max(3, rows - 4)
}

/** Where everything stands, for the size of the terminal. */
export function layoutOf(shown: Shown): Layout {
  const { screen, columns, rows, look, pager } = shown
  const full = across(look, columns - 1)
  if (pager !== undefined)
    return { head: [], side: [], body: pageLines(pager, full, pageHeight(rows)), foot: [] }
  const column = columns >= wide && rows >= 16 && screen.at !== undefined
  const height = Math.max(4, rows - 6)
  const body = bodyLines(shown, column ? across(full, full.width - sideWidth) : full, height)
  return {
    head: [look.style.dim('─'.repeat(Math.max(1, full.width)))],
    side: column ? pathColumn(screen, Math.max(6, body.length), across(full, sideWidth)) : [],
    body,
    foot: footLines(shown, column, full),
  }
}

/** How many rows the layout takes where the terminal breaks its lines at so many columns. */
export function rowsOf({ head, side, body, foot }: Layout, columns: number): number {
  const middle = Array.from({ length: Math.max(side.length, body.length) }, (_, row) =>
    side.length === 0 ? textWidth(body[row] ?? '') : sideWidth + textWidth(body[row] ?? ''),
  )
  const widths = [...head.map(textWidth), ...middle, ...foot.map(textWidth)]
  return widths.reduce((rows, width) => rows + Math.max(1, Math.ceil(width / columns)), 0)
}

function footLines(
  { screen, prompt, watching, flash, now, look }: Shown,
  column: boolean,
  full: Look,
): string[] {
  return [
    ...(flash === undefined || flash === '' ? [] : [look.style.green(flash)]),
    ...(column ? [] : [pathLine(screen, full)]),
    statusLine(screen, now, full),
    hintLine({ typing: prompt?.typed !== undefined, watching }, full),
  ].filter((line) => line !== '')
}

/** Lines of live output at most, however high the terminal is. */
const mostOutput = 14

/** The live output and what is waited for, in what the question leaves of the height; then the question. */
function bodyLines({ screen, prompt, again = [], back, now }: Shown, look: Look, height: number): string[] {
  const asked = prompt === undefined ? [] : questionLines(prompt, again, look, height)
  const work = workLine(screen, now, look)
  const room = Math.min(mostOutput, height - asked.length - work.length)
  return [...outputLines(screen, back, room, look), ...work, ...asked]
}

function outputLines({ command, over }: RunScreen, back: number, room: number, look: Look): string[] {
  if (command === undefined || over || room < 1 || (!command.running && back === 0)) return []
  const lines = drawnLines(command.output.last(room + back), look)
  const end = Math.max(Math.min(room, lines.length), lines.length - back)
  const seen = lines.slice(Math.max(0, end - room), end)
  if (back === 0) return seen
  return [...seen.slice(1), look.style.dim(`  ${back} lines back · End follows again`)]
}
