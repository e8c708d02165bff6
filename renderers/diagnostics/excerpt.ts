import { type Span, positionAt } from '../../engine/source.ts'
import { escapeLine } from '../terminal/escape.ts'
import { textWidth } from '../terminal/width.ts'

/** One line of the source as it is shown, and the marks that stand below it. */
export interface Excerpt {
  /** Counts from 1. */
  readonly line: number
  readonly text: string
  /** Blanks and marks, as wide as they look; empty when nothing on this line is meant. */
  readonly marks: string
}

/** Columns of source that are shown at most; a longer line is cut on both sides of what is meant. */
const widest = 100
const tab = '    '

interface Cell {
  readonly shown: string
  readonly width: number
  /** UTF-16 offset in the line. */
  readonly start: number
  readonly end: number
}

/**
 * The lines that a span stands on. Of a span over more than four lines the first and the last are shown. Tabs are
 * four blanks, characters that cannot be seen are spelled out, and marks count columns of a terminal.
 *
 * @param starts offsets at which the lines of `text` begin
 * @param mark the character that underlines, `^` or `-`
 */
export function excerptsOf(text: string, starts: readonly number[], span: Span, mark: string): Excerpt[] {
  const first = lineAt(starts, span.start)
  const last = lineAt(starts, Math.max(span.start, span.end - 1))
  const lines = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const shown = lines.length > 4 ? [first, last] : lines
  return shown.map((line) => {
    const start = starts[line] ?? 0
    const content = text.slice(start, starts[line + 1] ?? text.length).replace(/[\r\n]+$/, '')
    const lead = line === first ? 0 : content.length - content.trimStart().length
    const from = Math.max(span.start - start, lead)
    return { line: line + 1, ...underline(content, from, Math.min(span.end - start, content.length), mark) }
  })
}

const lineAt = (starts: readonly number[], offset: number): number => positionAt(starts, offset).line - 1

function underline(content: string, from: number, until: number, mark: string): Omit<Excerpt, 'line'> {
  const near = Math.max(0, from - 3 * widest)
  const cells = cellsOf(content.slice(near, from + 6 * widest), near)
  const { kept, cutBefore, cutBehind } = window(cells, from, near > 0, from + 6 * widest < content.length)
  const text = (cutBefore ? '…' : '') + kept.map((cell) => cell.shown).join('') + (cutBehind ? '…' : '')
  const meant = kept.filter((cell) => cell.end > from && cell.start < until)
  const before = kept.filter((cell) => cell.end <= from)
  const blanks = (cutBefore ? 1 : 0) + widthOf(before)
  return { text, marks: ' '.repeat(blanks) + mark.repeat(Math.max(1, widthOf(meant))) }
}

const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.width, 0)

let segmenter: Intl.Segmenter | undefined

/** Made at the first use: that takes longer than all of a clean `validate` afterwards. */
function graphemesOf(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

function cellsOf(text: string, offset: number): Cell[] {
  return [...graphemesOf(text)].map(({ segment, index }) => {
    const shown = segment === '\t' ? tab : escapeLine(segment)
    const start = offset + index
    return { shown, width: textWidth(shown), start, end: start + segment.length }
  })
}

/** The part of a long line that holds what is meant, with a third of the room before it. */
function window(
  cells: readonly Cell[],
  from: number,
  isCut: boolean,
  goesOn: boolean,
): { kept: readonly Cell[]; cutBefore: boolean; cutBehind: boolean } {
  if (!isCut && !goesOn && widthOf(cells) <= widest)
    return { kept: cells, cutBefore: false, cutBehind: false }
  const at = cells.findIndex((cell) => cell.end > from)
  let first = at === -1 ? cells.length : at
  for (let room = Math.floor(widest / 3); first > 0 && room > 0; first--) room -= cells[first - 1]?.width ?? 1
  let last = first
  for (let room = widest; last < cells.length && room > 0; last++) room -= cells[last]?.width ?? 1
  return {
    kept: cells.slice(first, last),
    cutBefore: isCut || first > 0,
    cutBehind: goesOn || last < cells.length,
  }
}
