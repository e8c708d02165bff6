import { escapeLine, expandTabs } from '../escape.ts'
import type { Style } from '../style.ts'
import { textWidth, wrap } from '../width.ts'

interface Look {
  /** Columns at most. */
  readonly width: number
  readonly style: Style
}

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
  const lines: string[] = []
  let open: string[] = []
  let indent = ''
  let hang = ''
  let fenced: string | undefined

  function flush(): void {
    if (open.length === 0) return
    const text = inline(open.join(' '), look.style)
    const pieces = wrap(text, Math.max(20, look.width - textWidth(hang)))
    lines.push(...pieces.map((piece, index) => (index === 0 ? indent : hang) + piece))
    open = []
    indent = hang = ''
  }
  function verbatim(line: string): void {
    flush()
    lines.push(look.style.cyan(`    ${escapeLine(expandTabs(line))}`))
  }
  for (const raw of markdown.replaceAll('\r\n', '\n').split('\n')) {
    const mark = fence.exec(raw)?.[1]
    if (fenced !== undefined || mark !== undefined) {
      if (fenced === undefined) flush()
      else if (mark === undefined || !mark.startsWith(fenced)) verbatim(raw)
      fenced = fenced === undefined ? mark : mark?.startsWith(fenced) === true ? undefined : fenced
      continue
    }
    const line = raw.replace(quote, '')
    const entry = item.exec(line)
    const title = heading.exec(line)?.[1]
    if (line.trim() === '') {
      flush()
      if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
    } else if (entry !== null) {
      flush()
      const bullet = /\d/.test(entry[2] ?? '') ? (entry[2] ?? '') : '•'
      indent = `${expandTabs(entry[1] ?? '')}${bullet} ${entry[3] ?? ''}`
      hang = ' '.repeat(textWidth(indent))
      open = [entry[4] ?? '']
    } else if (title !== undefined) {
      flush()
      lines.push(look.style.bold(inline(title, look.style)))
    } else if (tableRow.test(line)) {
      flush()
      lines.push(inline(line.trim(), look.style))
    } else {
      open.push(line.trim())
    }
  }
  flush()
  while (lines.at(-1) === '') lines.pop()
  return lines
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
