import type { Span } from '../../source.ts'
import type { Document, Inline, Item, Node, Paragraph } from '../tree.ts'
import { beginsPlain, readInlines } from './inlines.ts'
import type { Piece } from './pieces.ts'

/** Reads a piece that is plainly one block; nothing when it may be more, or other, than that. */
export function readPlain(piece: Piece, source: string): Document | undefined {
  const { span, lines } = piece
  if (/\s/u.test(source[span.end - 1] ?? '')) return undefined
  if (piece.kind === 'fence') return page(readFence(lines, span, source))
  if (piece.kind === 'heading') return readHeading(span, source)
  if (piece.kind === 'break') return page({ kind: 'break', span })
  if (piece.kind === 'comment') return readComment(span, source)
  if (piece.gap) return undefined
  return readText(lines, source) ?? readQuote(lines, span, source) ?? readList(lines, span, source)
}

/** A document of one block. */
function page(node: Node, inlines: readonly Inline[] = []): Document {
  const headings = node.kind === 'heading' ? [node] : []
  const links = inlines.filter(({ kind }) => kind === 'link')
  return { children: [node], headings, links, comments: [], tables: [] }
}

function readFence(lines: readonly Span[], span: Span, source: string): Node {
  const text = lines.slice(1, -1).map(({ start, end }) => source.slice(start, end))
  return { kind: 'code', text: text.join('\n'), span }
}

function readComment(span: Span, source: string): Document {
  const text = source.slice(span.start + 4, span.end - 3)
  return { ...page({ kind: 'remark', span }), comments: [{ text, span }] }
}

function readHeading(span: Span, source: string): Document | undefined {
  const mark = /^(#{1,6}) +(?=[^ #])/.exec(source.slice(span.start, span.end))
  if (mark === null || source[span.end - 1] === '#') return undefined
  const inlines = readInlines([{ start: span.start + mark[0].length, end: span.end }], source)
  if (inlines === undefined) return undefined
  const text = inlines.map((inline) => inline.text).join('')
  return page({ kind: 'heading', level: (mark[1] ?? '').length, text, inlines, span }, inlines)
}

function readText(lines: readonly Span[], source: string): Document | undefined {
  const node = readParagraph(lines, source)
  return node && page(node, node.inlines)
}

function readParagraph(lines: readonly Span[], source: string): Paragraph | undefined {
  if (!lines.every((line) => beginsPlain(source, line))) return undefined
  const inlines = readInlines(lines, source)
  const span = { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 }
  return inlines && { kind: 'paragraph', inlines, span }
}

/** One paragraph with `> ` before each line. */
function readQuote(lines: readonly Span[], span: Span, source: string): Document | undefined {
  if (!lines.every(({ start }) => source.startsWith('> ', start))) return undefined
  const inner = lines.map(({ start, end }) => ({ start: start + 2, end }))
  const paragraph = readParagraph(inner, source)
  return paragraph && page({ kind: 'quote', children: [paragraph], span }, paragraph.inlines)
}

const bullet = /^(?:([-*+])|\d{1,9}([.)])) (?=\S)/
const box = /^\[([ xX])\] (?=\S)/

/** Items of one line each, all with the same mark. */
function readList(lines: readonly Span[], span: Span, source: string): Document | undefined {
  const items: Item[] = []
  const inlines: Inline[] = []
  let kind: string | undefined
  for (const line of lines) {
    const mark = bullet.exec(source.slice(line.start, line.end))
    const own = mark?.[1] ?? mark?.[2]
    if (mark === null || (kind ?? own) !== own) return undefined
    kind = own
    const start = line.start + mark[0].length
    const task = box.exec(source.slice(start, line.end))
    const paragraph = readParagraph([{ start: start + (task?.[0].length ?? 0), end: line.end }], source)
    if (paragraph === undefined) return undefined
    inlines.push(...paragraph.inlines)
    items.push(
      task === null ? { children: [paragraph], span: line } : checkable(paragraph, task[1], start, line),
    )
  }
  return page({ kind: 'list', items, span }, inlines)
}

/** The parser has the paragraph begin behind its box only when it begins with plain text. */
function checkable(paragraph: Paragraph, mark: string | undefined, start: number, span: Span): Item {
  const begin = paragraph.inlines[0]?.kind === 'text' ? paragraph.span.start : start
  const child = { ...paragraph, span: { start: begin, end: paragraph.span.end } }
  return { children: [child], span, checked: mark !== ' ' }
}
