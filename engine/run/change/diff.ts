import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'

/**
 * The difference between two texts as unified diff text with three lines of context; `before` is `null` when the file
 * is new. Empty when nothing differs.
 */
export function unifiedDiff(file: string, before: string | null, after: string): string {
  if (before === after) return ''
  const from = before === null ? '/dev/null' : file
  return createTwoFilesPatch(from, file, before ?? '', after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
    stripTrailingCr: false,
  })
}
