import type { Notes } from '../notes.ts'
import { purposeOf } from '../recognise/roles.ts'
import { linesInFences } from './fence-lines.ts'

/**
 * A page without headings often has lines that are meant as some: the first line, `Step 2: …`, `**Diagnosis**`, one of the
 * classic names. They become headings, so that what stands below them becomes steps. A page with headings of its own keeps
 * its lines, and a line stays one line.
 */
export function markHeadings(lines: readonly string[], notes: Notes): string[] {
  const inside = linesInFences(lines)
  const has = (shape: RegExp): boolean => lines.some((line, at) => !inside.has(at) && shape.test(line))
  if (has(/^ {0,3}#{2,6}\s+\S/) || has(/^ {0,3}(?:=+|-{2,})\s*$/)) return [...lines]
  const titled = has(/^ {0,3}#\s+\S/)
  const first = lines.findIndex((line) => line.trim() !== '')
  const marked = lines.map((line, at) => {
    if (inside.has(at) || !(isBlank(lines[at - 1]) || isHeading(lines[at - 1] ?? '', false))) return undefined
    if (at === first && !titled && isTitle(line) && isBlank(lines[at + 1])) return `# ${plain(line)}`
    if (isWay(line)) return `### ${plain(line)}`
    return isHeading(line, isBlank(lines[at + 1])) ? `## ${plain(line)}` : undefined
  })
  if (
    marked.filter((line) => line?.startsWith('## ')).length < 2 &&
    !marked.some((line) => line?.startsWith('# '))
  )
    return [...lines]
  marked.forEach((line, at) => {
    if (line !== undefined)
      notes.add(
        'heading-guessed',
        at + 1,
        'this line reads as a heading, and became one',
        'see that what stands below it belongs together',
        lines[at]?.trim(),
      )
  })
  return lines.map((line, at) => marked[at] ?? line)
}

const isBlank = (line = ''): boolean => line.trim() === ''

/** Emphasis around a whole heading says nothing more. */
const plain = (line: string): string => line.trim().replace(/^(\*\*|__)(.+?):?\1:?$/, '$2')

/** A few words that end no sentence, and no list, quote, table, link or command. */
const isTitle = (line: string): boolean =>
  /^(?:[^\p{L}\p{N}\s]+\s+)?\p{Lu}/u.test(line.trim()) && isShort(line) && !/[.;,!?:]$/.test(line.trim())

function isHeading(line: string, standsAlone: boolean): boolean {
  const text = line.trim()
  if (!isShort(text)) return false
  if (/^(?:\d\uFE0F?\u20E3\s*|(?:step|phase|stage)\s+\d+\s*[:.)–—-]\s*)\S/iu.test(text)) return true
  if (!standsAlone) return false
  if (/^(\*\*|__)[^*_]+\1:?$/.test(text)) return true
  return (
    /^\p{Lu}(?:[\p{L}/&-]{2,30}:?|[\p{L} /&-]{2,30})$/u.test(text) &&
    text.split(/\s+/).length <= 3 &&
    purposeOf(text) !== 'none'
  )
}

/** `Option 2: scale`: one of several ways. */
const isWay = (line: string): boolean =>
  isShort(line) &&
  /^[^\p{L}\p{N}]*(?:option|method|scenario|case)\s+(?:\d+|[A-Z])\s*[:.)–—-]\s*\S/iu.test(line)

const isShort = (line: string): boolean =>
  line.trim().length <= 80 &&
  !/^\s*(?:[-*+>|#<]|\d+[.)]\s)|^\s{4}|https?:|\]\(/.test(line.replace(/^\s*\*\*/, ''))
