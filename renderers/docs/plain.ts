import type { Inline, Item, List, Node } from '../../engine/parse/tree.ts'

/** What a page makes of pieces of plain Markdown. */
export interface PlainReplacements {
  /** Where a link goes; `undefined` leaves the words and takes the link away. */
  href(url: string): string | undefined
  /** Whether a list item is an answer that leads somewhere. */
  isBranch(item: Item): boolean
}

/**
 * Prose that the plain reader read, as the HTML that the library's way makes of it, to the byte: a few elements of our
 * own, every text between them escaped. Nothing for what that way has to draw.
 */
export function plainHtml(node: Node, source: string, by: PlainReplacements): string | undefined {
  if (node.kind === 'heading') return wrapped(`h${node.level}`, plainInlines(node.inlines, by))
  if (node.kind === 'paragraph') return wrapped('p', plainInlines(node.inlines, by))
  if (node.kind === 'list') return listHtml(node, source, by)
  if (node.kind !== 'quote') return undefined
  const children = node.children.map((child) => plainHtml(child, source, by))
  return all(children) ? `<blockquote>\n${children.join('\n')}\n</blockquote>` : undefined
}

/** Words, and what marks them, side by side. */
function plainInlines(inlines: readonly Inline[], by: PlainReplacements): string | undefined {
  const parts = inlines.map((inline) => inlineHtml(inline, by))
  return all(parts) ? parts.join('') : undefined
}

/** Marks that are neither bold nor code nor a link are of emphasis: the plain reader knows no other. */
function inlineHtml(inline: Inline, by: PlainReplacements): string | undefined {
  const text = escaped(inline.text)
  if (inline.kind === 'text') return text
  if (inline.kind === 'link') return linkHtml(text, by.href(inline.href ?? ''))
  return wrapped(inline.kind === 'other' ? 'em' : inline.kind, text)
}

/** Addresses that mean the same however they are written in HTML; others are for the library. */
const simple = /^(?:(?:https?:\/\/|mailto:)[\w.:/#?=+,;@~-]+|[\w./#?=+,;@~-]*)$/

function linkHtml(words: string, href: string | undefined): string | undefined {
  if (href === undefined) return words
  return simple.test(href) ? `<a href="${href}">${words}</a>` : undefined
}

function listHtml({ items, span }: List, source: string, by: PlainReplacements): string | undefined {
  const drawn = items.map((item) => itemHtml(item, by))
  if (!all(drawn)) return undefined
  const number = /^\d+/.exec(source.slice(span.start, span.start + 10))?.[0]
  const tag = number === undefined ? 'ul' : 'ol'
  const start = number === undefined || Number(number) === 1 ? '' : ` start="${Number(number)}"`
  return `<${tag}${start}>\n${drawn.join('\n')}\n</${tag}>`
}

/** A task has its box as a word. */
function itemHtml(item: Item, by: PlainReplacements): string | undefined {
  const [only] = item.children
  if (only?.kind !== 'paragraph') return undefined
  const words = plainInlines(only.inlines, by)
  const box = item.checked === undefined ? '' : item.checked ? '☑ ' : '☐ '
  return words && `<li${by.isBranch(item) ? ' class="branch"' : ''}>${box}${words}</li>`
}

function wrapped(tag: string, inner: string | undefined): string | undefined {
  return inner && `<${tag}>${inner}</${tag}>`
}

/** As the library writes text. */
function escaped(text: string): string {
  return text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;')
}

function all<T>(parts: readonly (T | undefined)[]): parts is readonly T[] {
  return parts.every((part) => part !== undefined)
}
