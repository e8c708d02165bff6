import type { Span } from '../../source.ts'
import { linesFrom } from './lines.ts'

/** A run of whole lines at the outermost level: one fence, one heading, one break, one comment, or some other blocks. */
export interface Piece {
  readonly kind: 'fence' | 'heading' | 'break' | 'comment' | 'blocks'
  /** Its lines; of `blocks` those that are not blank. */
  readonly lines: readonly Span[]
  readonly span: Span
  /** A blank line stands between its lines. */
  readonly gap: boolean
}

interface Open {
  readonly lines: Span[]
  gap: boolean
  /** The last line was blank. */
  ended: boolean
  /** A line begins with `<`: what follows may be HTML until the next blank line. */
  html: boolean
  /** A line begins like an item of a list. */
  list: boolean
  /** How far the text of all items is indented at most; 0 when a line may have ended the list. */
  indent: number
}

const fence = /^(`{3,})[^`]*$|^(~{3,})/
const heading = /^#{1,6}(?:[ \t]|$)/
const rule = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/
const comment = /^<!--(?:(?!-->).)*-->$/
const bullet = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)/
const indentedFence = /^( {1,3})(?:`{3,}|~{3,})/
/** Indented code, outside of a list: the parser does not take every list that follows it for one. */
const indented = /^ {0,3}(?:\t| {4})/
/** HTML that may go on over blank lines. */
const longHtml = /^ {0,3}<(?:script|pre|style|textarea|[!?])/i
const html = /^ {0,3}</
/** What may define the target of a link anywhere in the file. */
const definition = /^[ \t>*+\-\d.)]*\[(?:\\[^]|[^\]\\]){0,999}\]:/m

/**
 * Cuts Markdown where one outermost block ends and another begins, as far as the lines alone make it certain; nothing
 * when they do not. Each piece then reads the same by itself as it does in its place.
 */
export function cutPieces(text: string, from: number): Piece[] | undefined {
  if (text.includes('\r') || text.includes('\0') || definition.test(text)) return undefined
  const cutter = new Cutter(text)
  return cutter.cut(linesFrom(text, from)) ? cutter.pieces : undefined
}

class Cutter {
  readonly pieces: Piece[] = []
  readonly #text: string
  #open: Open | undefined

  constructor(text: string) {
    this.#text = text
  }

  /** Whether all of it was certain. */
  cut(lines: readonly Span[]): boolean {
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as Span
      const text = this.#text.slice(line.start, line.end)
      const opening = fence.exec(text)
      if (opening === null) {
        if (!this.#line(text, line)) return false
        continue
      }
      const end = this.#closing(lines, at, opening[1] ?? opening[2] ?? '')
      if (end === undefined || this.#inHtml) return false
      this.#push('fence', lines.slice(at, end + 1))
      at = end
    }
    this.#close()
    return true
  }

  get #inHtml(): boolean {
    return this.#open !== undefined && this.#open.html && !this.#open.ended
  }

  #closing(lines: readonly Span[], from: number, mark: string): number | undefined {
    const closing = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}[ \\t]*$`)
    for (let at = from + 1; at < lines.length; at++) {
      const line = lines[at] as Span
      if (closing.test(this.#text.slice(line.start, line.end))) return at
    }
    return undefined
  }

  #line(text: string, line: Span): boolean {
    const open = this.#open
    if (text.trim() === '') {
      if (open !== undefined) open.ended = true
      return true
    }
    const begins = open === undefined || open.ended
    if (heading.test(text)) return !this.#inHtml && this.#push('heading', [line])
    if (begins && rule.test(text)) return this.#push('break', [line])
    if (begins && comment.test(text)) return this.#push('comment', [line])
    if (longHtml.test(text) || (begins && indented.test(text) && open?.list !== true)) return false
    if (begins && this.#isNew(text)) this.#close()
    return this.#append(text, line)
  }

  /** Whether a line after a blank one leaves everything that is open: it does, but in the list and by indentation. */
  #isNew(text: string): boolean {
    return !/^[ \t]/.test(text) && !(this.#open?.list === true && bullet.test(text))
  }

  #append(text: string, line: Span): boolean {
    const fresh = { lines: [], gap: false, ended: false, html: false, list: false, indent: 0 }
    const open: Open = (this.#open ??= fresh)
    open.gap ||= open.ended
    open.ended = false
    open.html ||= html.test(text)
    open.lines.push(line)
    const item = bullet.exec(text)?.[0]
    open.list ||= item !== undefined
    if (item !== undefined) open.indent = Math.max(open.indent, item.includes('\t') ? 4 : item.length)
    else if (/^[^ \t]/.test(text)) open.indent = 0
    const indent = indentedFence.exec(text)?.[1]?.length
    return indent === undefined || (open.indent > 0 && indent >= open.indent)
  }

  #push(kind: Piece['kind'], lines: readonly Span[], gap = false): true {
    this.#close()
    const span = { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 }
    this.pieces.push({ kind, lines, span, gap })
    return true
  }

  #close(): void {
    const open = this.#open
    this.#open = undefined
    if (open !== undefined) this.#push('blocks', open.lines, open.gap)
  }
}
