/** One replacement in a text; `start` and `end` are UTF-16 offsets. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A key, from the outermost to the innermost. */
export type Path = readonly string[]

/** A key that could not be set, or a text that could not be read: in one sentence. */
export class EditFault extends Error {
  override readonly name = 'EditFault'
}

/** Puts replacements into a text; they must not overlap, and those at one place stay in their order. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = ''
  let at = 0
  for (const { start, end, text: fresh } of splices.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + fresh
    at = end
  }
  return result + text.slice(at)
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

/** Where the line of an offset ends, behind its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end + 1
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** A whole new line for an offset: behind a last line without a line break it brings its own. */
export function newLine(text: string, offset: number, line: string): Splice {
  const lineBreak = lineBreakOf(text)
  const open = offset > 0 && text[offset - 1] !== '\n'
  return { start: offset, end: offset, text: open ? lineBreak + line : line + lineBreak }
}

/** Whether two keys are the same. */
export function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i])
}
