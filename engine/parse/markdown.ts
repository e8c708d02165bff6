import type * as mdast from 'mdast'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item'
import { gfmTable } from 'micromark-extension-gfm-table'
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item'
import remarkParse from 'remark-parse'
import { unified, type Processor } from 'unified'
import type { Comment } from '../model.ts'
import type { Span } from '../source.ts'
import type { Document, Heading, Inline, Item, Node, Table } from './tree.ts'

/** The two parts of GFM that runbooks need; the rest of it costs as much as all of Markdown. */
function tablesAndTasks(this: Processor): void {
  const settings = this.data()
  settings.micromarkExtensions = [...(settings.micromarkExtensions ?? []), gfmTable(), gfmTaskListItem()]
  settings.fromMarkdownExtensions = [
    ...(settings.fromMarkdownExtensions ?? []),
    gfmTableFromMarkdown(),
    gfmTaskListItemFromMarkdown(),
  ]
}

const markdown = unified().use(remarkParse).use(tablesAndTasks).freeze()

/** Reads Markdown with tables and task lists: what of a file stands between two offsets. */
export function readMarkdown(text: string, { start, end }: Span): Document {
  return new Converter(text, start).document(markdown.parse(text.slice(start, end)))
}

type Any = mdast.RootContent

/** Turns mdast into our own tree in one walk, and notes headings and links on the way. */
class Converter {
  readonly #text: string
  readonly #start: number
  readonly #headings: Heading[] = []
  readonly #links: Inline[] = []
  readonly #comments: Comment[] = []
  readonly #tables: Table[] = []
  readonly #definitions = new Map<string, mdast.Definition>()

  constructor(text: string, start: number) {
    this.#text = text
    this.#start = start
  }

  document(root: mdast.Root): Document {
    if (/^[ \t>]*\[[^\]\r\n]+\]:/m.test(this.#text)) this.#define(root.children)
    const children = this.#nodes(root.children)
    const [headings, links, comments, tables] = [this.#headings, this.#links, this.#comments, this.#tables]
    return { children, headings, links, comments, tables }
  }

  #define(nodes: readonly Any[]): void {
    for (const node of nodes) {
      if (node.type === 'definition' && !this.#definitions.has(node.identifier)) {
        this.#definitions.set(node.identifier, node)
      }
      if ('children' in node) this.#define(node.children)
    }
  }

  #nodes(nodes: readonly Any[]): Node[] {
    return nodes.map((node) => this.#node(node))
  }

  #node(node: Any): Node {
    const span = this.#span(node)
    if (node.type === 'heading') return this.#heading(node, span)
    if (node.type === 'paragraph') return { kind: 'paragraph', inlines: this.#inlines(node.children), span }
    if (node.type === 'code') return { kind: 'code', text: node.value.replaceAll(/\r\n?/g, '\n'), span }
    if (node.type === 'list')
      return { kind: 'list', items: node.children.map((item) => this.#item(item)), span }
    if (node.type === 'blockquote') return { kind: 'quote', children: this.#nodes(node.children), span }
    if (node.type === 'thematicBreak') return { kind: 'break', span }
    if (node.type === 'html') return { kind: this.#comment(span) ? 'remark' : 'other', span }
    if (node.type === 'table') this.#table(node)
    if ('children' in node) this.#inlines(node.children)
    return { kind: 'other', span }
  }

  /** Notes the comments of a piece of HTML; tells whether it is nothing else. */
  #comment(span: Span): boolean {
    const html = this.#text.slice(span.start, span.end)
    for (const { index, 0: comment } of html.matchAll(/<!--[\s\S]*?-->/g)) {
      const start = span.start + index
      const text = comment.slice(4, -3).replaceAll(/\r\n?/g, '\n')
      this.#comments.push({ text, span: { start, end: start + comment.length } })
    }
    return html.replaceAll(/<!--[\s\S]*?-->/g, '').trim() === ''
  }

  #table(node: mdast.Table): void {
    const rows = node.children.map((row) => ({
      span: this.#span(row),
      cells: row.children.map((cell) => this.#span(cell)),
    }))
    this.#tables.push({ rows })
  }

  #heading(node: mdast.Heading, span: Span): Heading {
    const inlines = this.#inlines(node.children)
    const heading: Heading = { kind: 'heading', level: node.depth, text: join(inlines), inlines, span }
    this.#headings.push(heading)
    return heading
  }

  #item(node: mdast.ListItem): Item {
    const item = { children: this.#nodes(node.children), span: this.#span(node) }
    return typeof node.checked === 'boolean' ? { ...item, checked: node.checked } : item
  }

  #inlines(nodes: readonly Any[]): Inline[] {
    return nodes.map((node) => this.#inline(node))
  }

  #inline(node: Any): Inline {
    const span = this.#span(node)
    if (node.type === 'text') return { kind: 'text', text: node.value, span }
    if (node.type === 'inlineCode') return this.#code(node, span)
    if (node.type === 'break') return { kind: 'other', text: '\n', span }
    if (node.type === 'html') this.#comment(span)
    if (node.type === 'image') return this.#image(node, span)
    if (!('children' in node)) return { kind: 'other', text: '', span }
    const children = this.#inlines(node.children)
    if (node.type === 'link' || node.type === 'linkReference') return this.#link(node, children, span)
    const text = join(children)
    if (node.type !== 'strong') return { kind: 'other', text, span }
    const textSpan = this.#textSpan(children)
    return { kind: 'strong', text, span, ...(textSpan ? { textSpan } : {}) }
  }

  #code(node: mdast.InlineCode, span: Span): Inline {
    const start = this.#text.indexOf(node.value, span.start)
    const found = node.value !== '' && start >= 0 && start + node.value.length <= span.end
    const textSpan = { start, end: start + node.value.length }
    return { kind: 'code', text: node.value, span, ...(found ? { textSpan } : {}) }
  }

  /** Where a bold text stands in the source, when it stands there as it is read. */
  #textSpan(children: readonly Inline[]): Span | undefined {
    const [first, last] = [children[0], children.at(-1)]
    if (first === undefined || last === undefined) return undefined
    if (children.length === 1 && first.kind === 'code') return first.textSpan
    const span = { start: first.span.start, end: last.span.end }
    return this.#text.slice(span.start, span.end) === join(children) ? span : undefined
  }

  #link(node: mdast.Link | mdast.LinkReference, children: readonly Inline[], span: Span): Inline {
    const definition = node.type === 'link' ? undefined : this.#definitions.get(node.identifier)
    const href = node.type === 'link' ? node.url : (definition?.url ?? '')
    const hrefSpan = node.type === 'link' ? this.#destination(children, span) : span
    const link: Inline = { kind: 'link', text: join(children), span, href, hrefSpan }
    this.#links.push(link)
    return link
  }

  /** An image leads to a file as a link does; nothing of it is text. */
  #image(node: mdast.Image, span: Span): Inline {
    const hrefSpan = this.#destinationBehind(this.#text.indexOf('](', span.start) + 2, span)
    this.#links.push({ kind: 'link', text: node.alt ?? '', span, href: node.url, hrefSpan })
    return { kind: 'other', text: '', span }
  }

  /** The destination of `[text](destination "title")` or of `<destination>`, as it is written. */
  #destination(children: readonly Inline[], span: Span): Span {
    if (this.#text[span.start] === '<') return { start: span.start + 1, end: span.end - 1 }
    return this.#destinationBehind((children.at(-1)?.span.end ?? span.start + 1) + 2, span)
  }

  #destinationBehind(opening: number, span: Span): Span {
    const text = this.#text
    let start = opening
    while (/\s/.test(text[start] ?? '.')) start++
    const pointed = text[start] === '<'
    const rest = text.slice(pointed ? start + 1 : start, span.end - 1)
    const length = (pointed ? /^(?:\\.|[^>\\])*/ : /^(?:\\.|[^\s\\])*/).exec(rest)?.[0].length ?? 0
    const from = pointed ? start + 1 : start
    return { start: Math.min(from, span.end), end: Math.min(from + length, span.end) }
  }

  #span(node: Any | mdast.ListItem): Span {
    return {
      start: this.#start + (node.position?.start.offset ?? 0),
      end: this.#start + (node.position?.end.offset ?? 0),
    }
  }
}

function join(inlines: readonly Inline[]): string {
  return inlines.map((inline) => inline.text).join('')
}
