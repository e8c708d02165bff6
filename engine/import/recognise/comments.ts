import { textPart } from '../draft.ts'
import { commentMarkdown } from './escape.ts'
import { type Found, foundPart } from './found.ts'
import { samplePart } from './sample.ts'

/** Comments of a script, for the reader: what a command prints stands as it is, behind the words that announce it. */
export function commentParts(comments: readonly string[], line: number): Found[] {
  const at = comments.findIndex(
    (comment, index) => announces.test(comment) && isTable(comments.slice(index + 1)),
  )
  if (at < 0) return [foundPart(textPart(commentMarkdown(comments), line))]
  return [
    foundPart(textPart(commentMarkdown(comments.slice(0, at + 1)), line)),
    foundPart(samplePart(comments.slice(at + 1).join('\n'), 'text', line + at + 1)),
  ]
}

const announces = /\b(?:output|example|expect\w*|result|looks? like|returns?|shows?|prints?)\b[^:]*:\s*$/i

/** Columns, or a frame drawn with signs. */
const isTable = (lines: readonly string[]): boolean =>
  lines.length > 1 && lines.filter((line) => /\S {2,}\S|^\s*[|+]/.test(line)).length * 2 >= lines.length
