import { escapeLine } from '../../renderers/terminal/escape.ts'
import { padded, textWidth } from '../../renderers/terminal/width.ts'

/**
 * Lines up rows of text under headings, two spaces apart; the last column is not padded. Cells may hold anybody's words:
 * what cannot be seen is spelled out. Ends with a line break.
 */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows].map((row) => row.map(escapeLine))
  const widths = headings.map((_, column) => Math.max(...all.map((row) => textWidth(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : padded(cell, widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return `${all.map(line).join('\n')}\n`
}
