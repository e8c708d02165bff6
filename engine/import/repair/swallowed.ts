import { type Open, fencesIn, opening } from './fence-lines.ts'

/**
 * A fence that somebody forgot to close, so that the page goes on in it: another fence begins in it, or it holds headings
 * and the fences of the page do not come out even. `last` is the last line that belongs to it. A template of Markdown holds
 * such things rightly.
 */
export function swallowedAt(lines: readonly string[]): { open: Open; last: number } | undefined {
  const fences = fencesIn(lines)
  const isEven = fences.every(({ end }) => end !== undefined)
  for (const { open, end = lines.length } of fences) {
    if (/^(?:markdown|mdx?)\b/i.test(open.info) || open.line >= end) continue
    const inner = find(lines, open.line + 1, end, (text, at) => begins(text, at, open))
    const heading = find(
      lines,
      open.line + 1,
      inner ?? end,
      (text, at) => isHeading(text) && isBlank(lines[at - 1]),
    )
    if (inner === undefined && (isEven || heading === undefined)) continue
    const prose = find(
      lines,
      open.line + 1,
      heading ?? inner ?? end,
      (text, at) => isProse(text) && isBlank(lines[at - 1]),
    )
    const next = prose ?? heading ?? inner ?? end
    const last = lines.findLastIndex((text, at) => at < next && text.trim() !== '')
    if (last > open.line) return { open, last }
  }
  return undefined
}

function find(
  lines: readonly string[],
  from: number,
  to: number,
  holds: (text: string, at: number) => boolean,
): number | undefined {
  const found = lines.findIndex((text, at) => at >= from && at < to && holds(text, at))
  return found < 0 ? undefined : found
}

/** A tagged fence of the same kind, no deeper: it can end nothing. */
function begins(text: string, line: number, open: Open): boolean {
  const inner = opening(text, line)
  return (
    inner !== undefined &&
    inner.marker === open.marker &&
    inner.indent.length <= open.indent.length &&
    /^[\w+-]+$/.test(inner.info)
  )
}

const isBlank = (text = ''): boolean => text.trim() === ''

const isHeading = (text: string): boolean => /^ {0,3}#{2,6}\s+\S/.test(text)

/** A sentence of at least four words, as no command line is. */
const isProse = (text: string): boolean =>
  /^\s*(?:[-*]\s+|\d+\.\s+|\*\*)?\p{Lu}[\p{L}’'-]*(?:,?\s+[\p{L}`’'()/-]+){3,}.*[.:!?](?:\*\*)?$/u.test(text)
