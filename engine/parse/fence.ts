import type { Span } from '../source.ts'
import type { Code } from './tree.ts'
import { words, type Word } from './words.ts'

/** A fence as it stands in the source. */
export interface Fence {
  readonly span: Span
  /** The words of its info string. */
  readonly info: readonly Word[]
  /** The line that opens it, without what stands before it. */
  readonly opening: Span
  readonly text: string
  /** Where each line of `text` begins in the file. */
  readonly lineOffsets: readonly number[]
  readonly closed: boolean
}

/** Reads a fence; nothing for code that is only indented. `source` is the whole file. */
export function readFence(code: Code, source: string): Fence | undefined {
  const marker = /^(?:`{3,}|~{3,})/.exec(source.slice(code.span.start, code.span.end))?.[0]
  if (marker === undefined) return undefined
  const lines = linesOf(source, code.span)
  const [first, ...rest] = lines
  if (first === undefined) return undefined
  const closed = rest.length > 0 && closes(source.slice(rest.at(-1)?.start, rest.at(-1)?.end), marker)
  const info = source.slice(first.start + marker.length, first.end)
  return {
    span: code.span,
    info: words(info, first.start + marker.length),
    opening: first,
    text: code.text,
    lineOffsets: code.text.split('\n').map((line, index) => placeOf(line, rest[index] ?? first, source)),
    closed,
  }
}

function linesOf(source: string, span: Span): Span[] {
  const lines: Span[] = []
  let start = span.start
  for (const match of source.slice(span.start, span.end).matchAll(/\r\n|\n|\r/g)) {
    lines.push({ start, end: span.start + match.index })
    start = span.start + match.index + match[0].length
  }
  return [...lines, { start, end: span.end }]
}

function closes(line: string, marker: string): boolean {
  const closing = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1]
  return closing !== undefined && closing[0] === marker[0] && closing.length >= marker.length
}

/** A line of the text is the end of its line in the source, but for blanks that a tab stands for. */
function placeOf(line: string, place: Span, source: string): number {
  const written = source.slice(place.start, place.end)
  if (written.endsWith(line)) return place.end - line.length
  return place.end - line.trimStart().length
}
