import type { Part, Prose } from '../model.ts'
import type { Span } from '../source.ts'
import type { Special } from './contents.ts'

/** Everything that a reader sees between two offsets: the special parts, and as prose what lies between them. */
export function readBody(span: Span, specials: readonly Special[], source: string): Part[] {
  const parts: Part[] = []
  let at = span.start
  for (const special of [...specials].sort((a, b) => a.span.start - b.span.start)) {
    parts.push(...proseParts(at, special.span.start, source))
    if (special.part !== undefined) parts.push(special.part)
    at = Math.max(at, special.span.end)
  }
  return [...parts, ...proseParts(at, span.end, source)]
}

function proseParts(start: number, end: number, source: string): Part[] {
  const prose = readProse(start, end, source)
  return prose === undefined ? [] : [{ kind: 'prose', ...prose }]
}

/** The text between two offsets, without the blanks at its ends; nothing when there is none. */
export function readProse(start: number, end: number, source: string): Prose | undefined {
  const text = source.slice(start, end)
  const markdown = text.trim()
  if (/^(?:[>\s]|[-*+](?=\s|$)|\d+[.)](?=\s|$))*$/.test(markdown)) return undefined
  const from = start + (text.length - text.trimStart().length)
  return { markdown, span: { start: from, end: from + markdown.length } }
}
