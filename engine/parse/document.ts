import type { Envelope } from './envelope.ts'
import { readMarkdown } from './markdown.ts'
import { readPlain } from './plain/blocks.ts'
import { cutPieces } from './plain/pieces.ts'
import type { Document } from './tree.ts'

/**
 * Reads the Markdown of a file below its frontmatter. What is plain by its lines and characters alone (fences, headings,
 * words, short lists, alerts) is read directly, which costs a fraction; everything else by the Markdown parser, and
 * all of it when it is not certain where blocks begin and end. Both ways give the same document.
 */
export function readDocument(text: string, envelope: Envelope): Document {
  const from = afterFrontmatter(text, envelope)
  const pieces = cutPieces(text, from)
  if (pieces === undefined) return readMarkdown(text, { start: from, end: text.length })
  const parts: Document[] = []
  let left: number | undefined
  const catchUp = (end: number) => {
    if (left !== undefined) parts.push(readMarkdown(text, { start: left, end }))
    left = undefined
  }
  for (const piece of pieces) {
    const plain = readPlain(piece, text)
    if (plain === undefined) left ??= piece.span.start
    else {
      catchUp(piece.span.start)
      parts.push(plain)
    }
  }
  catchUp(text.length)
  return {
    children: parts.flatMap(({ children }) => children),
    headings: parts.flatMap(({ headings }) => headings),
    links: parts.flatMap(({ links }) => links),
    comments: parts.flatMap(({ comments }) => comments),
    tables: parts.flatMap(({ tables }) => tables),
  }
}

/** Where the Markdown begins: below the line that ends the frontmatter. */
function afterFrontmatter(text: string, { start, yaml }: Envelope): number {
  if (yaml === undefined) return start
  const end = text.slice(yaml.end).search(/[\r\n]/)
  return end < 0 ? text.length : yaml.end + end
}
