import type { Gate } from '../model.ts'
import type { Span } from '../source.ts'
import type { Findings } from './findings.ts'
import type { Inline, Node, Quote } from './tree.ts'

/** An alert of the kinds that readers of code hosts know, before its section is known. */
export type Alert = Omit<Gate, 'typed'> & { readonly backticked?: string }

/** Reads `> [!WARNING]` and its like; nothing for other quotes, `[!NOTE]` and `[!TIP]`. */
export function readAlert(quote: Quote, source: string, findings: Findings): Alert | undefined {
  const written = source.slice(quote.span.start, quote.span.end)
  const marker = /^>[ \t]*\[!(WARNING|CAUTION|IMPORTANT)\]([^\r\n]*)/i.exec(written)
  if (marker === null) return undefined
  const [line = '', word = '', rest = ''] = marker
  const span: Span = { start: quote.span.start, end: quote.span.start + line.trimEnd().length }
  if (rest.trim() !== '' || word !== word.toUpperCase()) {
    findings.add('misplaced-alert', span, 'code hosts do not show this as an alert', {
      help: `write \`> [!${word.toUpperCase()}]\` on a line of its own, and the text on the lines below`,
    })
  }
  const inlines = quote.children.flatMap(inlinesOf)
  return alertOf(word.toLowerCase() as Gate['kind'], inlines, unquote(written), quote.span)
}

function alertOf(kind: Gate['kind'], inlines: readonly Inline[], markdown: string, span: Span): Alert {
  const common = { kind, markdown, span }
  if (kind === 'warning') return { ...common, asks: 'yes' }
  if (kind === 'important') {
    const two = inlines.some((inline) => inline.kind === 'strong' && inline.text === 'Two people')
    return { ...common, asks: two ? 'two-people' : 'nothing' }
  }
  const backticked = inlines.find((inline) => inline.kind === 'code')?.text
  return backticked ? { ...common, asks: 'name', backticked } : { ...common, asks: 'name' }
}

/** The gate that an alert is in its section. */
export function gateOf({ backticked, ...alert }: Alert, section: string): Gate {
  return alert.asks === 'name' ? { ...alert, typed: backticked ?? section } : alert
}

function inlinesOf(node: Node): readonly Inline[] {
  if (node.kind === 'paragraph') return node.inlines
  if (node.kind === 'quote') return node.children.flatMap(inlinesOf)
  return node.kind === 'list' ? node.items.flatMap((item) => item.children.flatMap(inlinesOf)) : []
}

/** The text of the alert, its marker and the `>` before each line taken away. */
function unquote(written: string): string {
  const lines = written.split(/\r\n|\n|\r/).map((line) => line.replace(/^[ \t]*>[ \t]?/, ''))
  return [(lines[0] ?? '').replace(/^\[![A-Za-z]+\][ \t]*/, ''), ...lines.slice(1)].join('\n').trim()
}
