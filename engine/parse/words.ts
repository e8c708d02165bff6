import type { Span } from '../source.ts'

/** A word of an info string, in the whole file. */
export interface Word {
  readonly text: string
  readonly span: Span
}

/** Splits a line at blanks; `offset` is where it stands in the file. */
export function words(line: string, offset: number): Word[] {
  return [...line.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    span: { start: offset + match.index, end: offset + match.index + match[0].length },
  }))
}
