import type { Condition, Gate } from '../model.ts'
import type { Span } from '../source.ts'
import { judgesOutput } from './answers.ts'
import { parseCondition } from './conditions.ts'
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
  if (written.replace(/^[^\]]*\]/, '').replaceAll(/[>\s]/g, '') === '')
    findings.add('misplaced-alert', span, 'code hosts do not show an alert without a text', {
      help: 'write on the lines below who notices, for how long, and what is lost',
    })
  const inlines = quote.children.flatMap(inlinesOf)
  const { conditions, others } = readOnlyIf(inlines, findings)
  const alert = alertOf(word.toLowerCase() as Gate['kind'], others, conditions, {
    markdown: unquote(written),
    span: quote.span,
  })
  if (alert.asks === 'nothing' && conditions[0] !== undefined) {
    findings.add(
      'bad-gate',
      conditions[0].span,
      'this alert asks nothing, so nothing waits for its condition',
      {
        help: 'write `[!WARNING]` or `[!CAUTION]`',
      },
    )
  }
  return alert
}

/** Each **Only if** with the condition behind it, and what else the alert holds. */
function readOnlyIf(
  inlines: readonly Inline[],
  findings: Findings,
): { conditions: Condition[]; others: Inline[] } {
  const conditions: Condition[] = []
  const others: Inline[] = []
  for (let at = 0; at < inlines.length; at++) {
    const inline = inlines[at]
    if (inline === undefined) continue
    if (inline.kind !== 'strong' || !/^only if:?$/i.test(inline.text)) {
      others.push(inline)
      continue
    }
    const blank = inlines[at + 1]
    const code = blank?.kind === 'text' && blank.text.trim() === '' ? inlines[at + 2] : undefined
    const condition =
      code?.kind === 'code' ? gateCondition(inline, code, findings) : missing(inline, findings)
    if (condition !== undefined) conditions.push(condition)
    if (code?.kind === 'code') at += 2
  }
  return { conditions, others }
}

function missing(label: Inline, findings: Findings): undefined {
  findings.add('bad-gate', label.span, '**Only if** has no condition', {
    help: 'write it as code: **Only if** `$BACKUP_AGE < 24h`',
  })
}

function gateCondition(label: Inline, code: Inline, findings: Findings): Condition | undefined {
  if (label.text !== 'Only if') {
    findings.add('bad-gate', label.span, `\`${label.text}\` is not read as a label`, {
      help: 'write `**Only if**`',
    })
    return undefined
  }
  const place = code.textSpan ?? code.span
  const parsed = parseCondition(code.text, place.start)
  if (parsed.condition === undefined) {
    const { message, help, span } = parsed.problem
    findings.add('bad-gate', span.end > span.start ? span : code.span, message, { help })
    return undefined
  }
  if (parsed.condition.kind !== 'otherwise' && !judgesOutput(parsed.condition)) return parsed.condition
  findings.add('bad-gate', place, 'nothing has run at a gate: only inputs and handed-on values are known', {
    help: 'hand the value on in a block above, and write `$name` and what it must be',
  })
  return undefined
}

function alertOf(
  kind: Gate['kind'],
  inlines: readonly Inline[],
  onlyIf: readonly Condition[],
  where: Pick<Gate, 'markdown' | 'span'>,
): Alert {
  const common = { kind, onlyIf, ...where }
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

/** The gate before the posting of a message. */
export function postGate(input: string, span: Span): Gate {
  return {
    kind: 'message',
    asks: 'post',
    onlyIf: [],
    markdown: `Posts the message above to the address in \`${input}\`.`,
    span,
  }
}

/** The text of the alert, its marker and the `>` before each line taken away. */
function unquote(written: string): string {
  const lines = written.split(/\r\n|\n|\r/).map((line) => line.replace(/^[ \t]*>[ \t]?/, ''))
  return [(lines[0] ?? '').replace(/^\[![A-Za-z]+\][ \t]*/, ''), ...lines.slice(1)].join('\n').trim()
}
