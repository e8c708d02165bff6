/** A half-open range of UTF-16 offsets in {@link Source.text}. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** One file as it was read: the text is exact, with its byte order mark and its line ends. */
export interface Source {
  /** Path as the user would type it, relative to where the command was started. */
  readonly path: string
  readonly text: string
  /** Its bytes are not UTF-8: what could not be read stands as U+FFFD in the text. */
  readonly damaged?: true
}

/** A place for people: both count from 1, columns in UTF-16 units as editors and compilers count them. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Offsets at which the lines of a text begin; `\r\n`, `\n` and a lone `\r` each end a line. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 13 && text.charCodeAt(i + 1) === 10) continue
    if (unit === 10 || unit === 13) starts.push(i + 1)
  }
  return starts
}

/** The line and column of an offset; computed late, because only messages need it. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}
