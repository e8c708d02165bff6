import type { Span } from '../../source.ts'

/** The lines of a text from an offset on, without their ends. Lines end with `\n`. */
export function linesFrom(text: string, from: number): Span[] {
  const lines: Span[] = []
  let start = from
  for (let end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', start)) {
    lines.push({ start, end })
    start = end + 1
  }
  if (start < text.length) lines.push({ start, end: text.length })
  return lines
}
