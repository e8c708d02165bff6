import { createTwoFilesPatch } from 'diff'

/** What became of a text, as a unified diff with three lines of context and without the separator line on top. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(path, path, before, after, 'before', 'now', { context: 3 })
  return patch.replace(/^=+\n/, '').trimEnd()
}
