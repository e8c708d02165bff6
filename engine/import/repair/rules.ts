import type { Notes } from '../notes.ts'
import { linesInFences } from './fence-lines.ts'

/**
 * `---` right below a sentence makes a heading of it, and nobody means that: an empty line goes between them. A short line
 * without a full stop stays a heading, and a line stays one line.
 */
export function partRules(lines: readonly string[], notes: Notes): string[] {
  const inside = linesInFences(lines)
  return lines.map((line, at) => {
    const above = lines[at - 1] ?? ''
    if (inside.has(at) || !/^---\s*$/.test(line) || !isSentence(above, lines[at - 2])) return line
    notes.add(
      'break-parted',
      at + 1,
      'this line made a heading of the sentence above it: an empty line parts them now',
      'see that the sentence is none',
    )
    return `\n${line}`
  })
}

/** It ends as sentences do, or goes on from the line above. */
const isSentence = (text: string, before = ''): boolean =>
  /^\S.*[.!?:;]\s*$/.test(text) || (/^\p{L}/u.test(text) && /^\p{L}.*\S$/u.test(before))
