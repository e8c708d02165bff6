import type { Envelope } from './envelope.ts'
import { readMarkdown } from './markdown.ts'
import { stretchesOf } from './plain/stretches.ts'
import type { Document } from './tree.ts'

/**
 * Reads the Markdown of a file below its frontmatter. What is plain by its lines and characters alone (fences, headings,
 * words, short lists, alerts) is read directly, which costs a fraction; everything else by the Markdown parser, and
 * all of it when it is not certain where blocks begin and end. Both ways give the same document.
 */
export function readDocument(text: string, envelope: Envelope): Document {
  const from = afterFrontmatter(text, envelope)
  const stretches = stretchesOf(text, from)
  if (stretches === undefined) return readMarkdown(text, { start: from, end: text.length })
  const parts = stretches.map(({ plain, span }) => plain ?? readMarkdown(text, span))
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
