import { escapeLine, expandTabs } from '../escape.ts'
import type { Look, Style } from '../style.ts'
import { textWidth, wrap } from '../width.ts'

const fence = /^\s*(```+|~~~+)/
const item = /^(\s*)([-*+]|\d{1,9}[.)])\s+(\[[ xX]\]\s+)?(.*)$/
const heading = /^#{1,6}\s+(.*?)\s*#*$/
const quote = /^\s*>\s?/
const tableRow = /^\s*\|.*\|\s*$/

/**
 * Prose in Markdown as lines for a terminal: paragraphs wrapped, lists with hanging indents, links as
 * `text (target)`, code and tables as they stand. The source is untrusted; the lines are safe to print.
 */
export function markdownLines(markdown: string, look: Look): string[] {
  const page = new Page(look)
  let fenced: string | undefined
  for (const raw of markdown.replaceAll('\r\n', '\n').split('\n')) {
    const mark = fence.exec(raw)?.[1]
    if (fenced !== undefined) {
      if (mark?.startsWith(fenced) === true) fenced = undefined
      else page.verbatim(raw)
    } else if (mark !== undefined) {
      fenced = mark
    } else {
      page.read(raw.replace(quote, ''))
    }
  }
  return page.end()
}

/** Gathers the lines of a paragraph until something else begins. */
class Page {
  readonly #look: Look
  readonly #lines: string[] = []
  #words: string[] = []
  /** What stands before the first line of the open paragraph. */
  #lead = ''

  constructor(look: Look) {
    this.#look = look
  }

  read(line: string): void {
    const entry = item.exec(line)
    const title = heading.exec(line)?.[1]
    if (line.trim() === '') this.#gap()
    else if (entry !== null) this.#item(entry)
    else if (title !== undefined) this.#whole(this.#look.style.bold(inline(title, this.#look.style)))
    else if (tableRow.test(line)) this.#whole(inline(line.trim(), this.#look.style))
    else this.#words.push(line.trim())
  }

  verbatim(line: string): void {
    this.#whole(`    ${this.#look.style.cyan(escapeLine(expandTabs(line)))}`)
  }

  end(): string[] {
    this.#flush()
    while (this.#lines.at(-1) === '') this.#lines.pop()
    return this.#lines
  }

  #item([, indent = '', bullet = '', box = '', text = '']: RegExpExecArray): void {
    this.#flush()
    this.#lead = `${expandTabs(indent)}${/\d/.test(bullet) ? bullet : '•'} ${box}`
    this.#words = [text]
  }

  #whole(line: string): void {
    this.#flush()
    this.#lines.push(line)
  }

  #gap(): void {
    this.#flush()
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('')
  }

  #flush(): void {
    if (this.#words.length === 0) return
    const hang = textWidth(this.#lead)
    const text = inline(this.#words.join(' '), this.#look.style)
    const pieces = wrap(text, Math.max(20, this.#look.width - hang))
    this.#lines.push(...pieces.map((piece, index) => (index === 0 ? this.#lead : ' '.repeat(hang)) + piece))
    this.#words = []
    this.#lead = ''
  }
}

const codeSpan = /(`+)(?!`)(.*?[^`])\1(?!`)/g

/** One line of Markdown as safe text: code as is, bold as bold, links as `text (target)`. */
export function inline(markdown: string, style: Style): string {
  let result = ''
  let last = 0
  for (const match of markdown.matchAll(codeSpan)) {
    result +=
      words(markdown.slice(last, match.index), style) + style.cyan(escapeLine(`\`${match[2] ?? ''}\``))
    last = match.index + match[0].length
  }
  return result + words(markdown.slice(last), style)
}

function words(text: string, style: Style): string {
  return escapeLine(text)
    .replace(/!?\[([^\]]*)\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g, '$1 ($2)')
    .replace(/<((?:https?|mailto):[^>\s]+)>/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => style.bold(bold))
    .replace(/(^|[\s(])[*_]([^*_\s](?:[^*_]*[^*_\s])?)[*_](?=$|[\s).,;:!?])/g, '$1$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
}
