import type { Span } from '../../source.ts'
import type { Inline } from '../tree.ts'

/** Characters that mean nothing in a line of text, wherever they stand; `_` inside a word and a lone `<` or `&` too. */
const text = /(?:[^\\`*_[\]<&\p{Cc}]+|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])|<=? |& )+/uy
const code = /`([^`\p{Cc}]+)`(?!`)/uy
const strong = /\*\*((?:[^\\`*_[\]<&\p{Cc}]|<=? )+)\*\*(?=$|[ .,:;!?)])/uy
const emphasis = /\*((?:[^\\`*_[\]<&\p{Cc}])+)\*(?=$|[ .,:;!?)])/uy
const link = /\[([^\\`*_[\]<&\p{Cc}]+)\]\(([^\s()<>\\&\p{Cc}]+)\)/uy

/** The first line of an alert, which is text where nothing defines a link of this name. */
const alert = /^\[![A-Z]+\]$/

/** No line of a paragraph, and no item of a list, begins so without being something else or perhaps so. */
const other = /^(?:[\s#>+=|:~<&-]|\d{1,9}[.)])/

/** Whether what begins at `start` begins like text. */
export function beginsPlain(source: string, { start, end }: Span): boolean {
  return start < end && !other.test(source.slice(start, Math.min(end, start + 12)))
}

/**
 * Reads lines of text with nothing but plain words, `code`, **bold**, *emphasis* and [links](to) side by side. Nothing
 * when there is more in them: that is for the Markdown parser.
 */
export function readInlines(lines: readonly Span[], source: string): Inline[] | undefined {
  const inlines: Inline[] = []
  for (const [index, line] of lines.entries()) {
    const above = lines[index - 1]
    if (above !== undefined) addText(inlines, '\n', { start: above.end, end: above.end + 1 })
    if (!readLine(source.slice(line.start, line.end), line.start, inlines)) return undefined
  }
  return inlines
}

function readLine(line: string, offset: number, into: Inline[]): boolean {
  if (/\s$/u.test(line)) return false
  if (alert.test(line)) {
    addText(into, line, { start: offset, end: offset + line.length })
    return true
  }
  for (let at = 0; at < line.length;) {
    const end = readOne(line, at, offset, into)
    if (end === undefined) return false
    at = end
  }
  return true
}

/** Reads what begins at `at`, and gives where it ends. */
function readOne(line: string, at: number, offset: number, into: Inline[]): number | undefined {
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(line) ?? undefined
  }
  const before = line[at - 1] ?? ' '
  const plain = match(text)
  if (plain !== undefined) {
    const span = { start: offset + at, end: offset + at + plain[0].length }
    addText(into, plain[0], span)
    return at + plain[0].length
  }
  const found = match(code) ?? (/[\s(]/u.test(before) ? (match(strong) ?? match(emphasis)) : undefined)
  const span = (length: number): Span => ({ start: offset + at, end: offset + at + length })
  if (found !== undefined) {
    const inline = marked(found[0], found[1] ?? '', span(found[0].length))
    if (inline === undefined) return undefined
    into.push(inline)
    return at + found[0].length
  }
  const linked = before === '!' ? undefined : match(link)
  if (linked === undefined) return undefined
  into.push(linkOf(linked[1] ?? '', linked[2] ?? '', span(linked[0].length)))
  return at + linked[0].length
}

/** Code, bold or emphasis; nothing when a space stands right inside of its marks. */
function marked(whole: string, inner: string, span: Span): Inline | undefined {
  if (/^\s|\s$/u.test(inner)) return undefined
  const width = (whole.length - inner.length) / 2
  const textSpan = { start: span.start + width, end: span.end - width }
  if (whole[0] === '`') return { kind: 'code', text: inner, span, textSpan }
  return width === 2 ? { kind: 'strong', text: inner, span, textSpan } : { kind: 'other', text: inner, span }
}

function linkOf(words: string, href: string, span: Span): Inline {
  const hrefSpan = { start: span.end - 1 - href.length, end: span.end - 1 }
  return { kind: 'link', text: words, span, href, hrefSpan }
}

/** Text that follows text is one. */
function addText(into: Inline[], more: string, { start, end }: Span): void {
  const last = into.at(-1)
  if (last?.kind === 'text') {
    into[into.length - 1] = { kind: 'text', text: last.text + more, span: { start: last.span.start, end } }
  } else into.push({ kind: 'text', text: more, span: { start, end } })
}
