import type { Check } from '../outcome.ts'

/**
 * Judges output against a sample, line by line: `…` in a line stands for any text, `…` alone on a line for any number
 * of lines. Blanks at the ends of lines and empty lines at the end do not count.
 */
export function judgeLines(stdout: string, sample: readonly string[], cut: boolean): Check[] {
  const wanted = trimmed(sample)
  const actual = trimmed(stdout.split(/\r\n|\n|\r/))
  const failed = cut && wanted.at(-1) !== '…' ? 'cut' : firstDifference(actual, wanted)
  const expected = wanted.join('\n')
  if (failed === undefined) return [{ expected, actual: 'the output matches', held: true }]
  if (failed === 'cut') return [{ expected, actual: 'the output is longer than is kept', held: false }]
  const { line, at } = failed
  return [
    {
      expected: wanted[line] ?? 'the end of the output',
      actual: actual[at] ?? 'the output ends',
      held: false,
    },
  ]
}

function trimmed(lines: readonly string[]): string[] {
  const ends = lines.map((line) => line.trimEnd())
  while (ends.length > 0 && ends.at(-1) === '') ends.pop()
  return ends
}

/** Where the match got stuck farthest on: a line of the sample, and the line of output that did not fit. */
function firstDifference(
  actual: readonly string[],
  wanted: readonly string[],
): { line: number; at: number } | undefined {
  let [line, at] = [0, 0]
  let gap: { line: number; at: number } | undefined
  let farthest = { line: 0, at: 0 }
  while (at < actual.length || line < wanted.length) {
    const want = wanted[line]
    if (want === '…') {
      gap = { line: ++line, at }
      continue
    }
    if (want !== undefined && at < actual.length && fits(actual[at] ?? '', want)) {
      line++
      at++
      continue
    }
    if (line >= farthest.line) farthest = { line, at }
    if (gap === undefined || gap.at >= actual.length) return farthest
    gap = { line: gap.line, at: gap.at + 1 }
    line = gap.line
    at = gap.at
  }
  return undefined
}

/** Whether a line is the pieces between the `…` of a sample, in their order. */
function fits(actual: string, sample: string): boolean {
  const [first = '', ...rest] = sample.split('…')
  const last = rest.pop()
  if (last === undefined) return actual === first
  if (actual.length < first.length + last.length || !actual.startsWith(first) || !actual.endsWith(last))
    return false
  const end = actual.length - last.length
  let at = first.length
  for (const piece of rest) {
    const found = actual.indexOf(piece, at)
    if (found < 0 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}
