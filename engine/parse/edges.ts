import type { OutcomeWord } from '../model.ts'
import type { Span } from '../source.ts'
import { correction } from '../suggest.ts'
import type { Findings } from './findings.ts'
import type { Inline } from './tree.ts'

/** Where an edge leads, before the sections of the page are known. */
export type TargetDraft =
  | { readonly kind: 'link'; readonly href: string; readonly span: Span }
  | { readonly kind: 'outcome'; readonly outcome: OutcomeWord; readonly to?: string; readonly span: Span }

export interface EdgeDraft {
  readonly target: TargetDraft
  readonly atMost?: number
  readonly span: Span
  /** Where the prose after it begins. */
  readonly end: number
}

/** What stands behind an arrow. */
export interface Arrow {
  /** The link or the bold word; none when the text goes on as prose. */
  readonly target?: Inline
  /** Where the text behind the arrow begins. */
  readonly start: number
}

const arrowPattern = /^\s*(?:→|->)\s*/

/** Reads the arrow that `inlines` begin with; nothing when they begin otherwise. */
export function readArrow(inlines: readonly Inline[], source: string): Arrow | undefined {
  const [first, second] = inlines
  if (first?.kind !== 'text' || !arrowPattern.test(first.text)) return undefined
  const written = source.slice(first.span.start, first.span.end)
  const start = first.span.start + (/^\s*(?:→|-\\?>|-&gt;|&rarr;)\s*/.exec(written)?.[0].length ?? 0)
  const alone = first.text.replace(arrowPattern, '') === ''
  return alone && (second?.kind === 'link' || second?.kind === 'strong')
    ? { target: second, start }
    : { start }
}

const outcomes: readonly OutcomeWord[] = ['resolved', 'escalate', 'stop']

/** Reads target and bound behind an arrow; `end` is where the paragraph or line ends. What is wrong is found. */
export function readEdge(
  arrow: Arrow,
  end: number,
  source: string,
  findings: Findings,
): EdgeDraft | undefined {
  if (arrow.target === undefined) {
    findings.add(
      'bad-branch',
      trimmed(arrow.start, end, source),
      'an arrow leads to a link or to an outcome in bold',
      {
        help: outcomeHelp(source.slice(arrow.start, end)),
      },
    )
    return undefined
  }
  if (arrow.target.kind === 'link') return linkEdge(arrow.target, end, source, findings)
  return outcomeEdge(arrow.target, end, source, findings)
}

function outcomeHelp(text: string): string {
  const word = outcomes.find((outcome) => text.trimStart().startsWith(outcome))
  return word === undefined
    ? 'write `[Title](#anchor)`, `**resolved**`, `**escalate**` or `**stop**`'
    : `write \`**${word}**\``
}

function linkEdge(link: Inline, end: number, source: string, findings: Findings): EdgeDraft {
  const target = { kind: 'link', href: link.href ?? '', span: link.hrefSpan ?? link.span } as const
  return bounded(target, link.span.start, link.span.end, end, source, findings)
}

function outcomeEdge(strong: Inline, end: number, source: string, findings: Findings): EdgeDraft | undefined {
  const outcome = outcomes.find((word) => word === strong.text)
  if (outcome === undefined) {
    findings.add('bad-branch', strong.span, `\`${strong.text}\` is not an outcome`, {
      help: 'outcomes are `resolved`, `escalate` and `stop`',
      ...(strong.textSpan && correction(strong.text, outcomes, strong.textSpan)),
    })
    return undefined
  }
  const named = outcome === 'escalate' ? escalation(source.slice(strong.span.end, end)) : undefined
  const after = strong.span.end + (named?.length ?? 0)
  const span = { start: strong.span.start, end: after }
  const target = { kind: 'outcome', outcome, span, ...(named ? { to: named.to } : {}) } as const
  return bounded(target, span.start, after, end, source, findings)
}

/** `to Orders lead`: up to a bound, a punctuation mark or the end. */
function escalation(text: string): { to: string; length: number } | undefined {
  const match = /^\s+to\s+(\S.*?)(?=\s+at most \d|[.;,:!?](?:\s|$)|\s+[–—(]|\s*$)/s.exec(text)
  return match === null
    ? undefined
    : { to: (match[1] ?? '').replaceAll(/\s+/g, ' '), length: match[0].length }
}

function bounded(
  target: TargetDraft,
  start: number,
  after: number,
  end: number,
  source: string,
  findings: Findings,
): EdgeDraft {
  const match = /^[\s,]*at most (\S+)(?: times?\b)?/.exec(source.slice(after, end))
  if (match === null) return { target, span: { start, end: after }, end: after }
  const stop = after + match[0].length
  const count = /^[1-9]\d{0,5}$/.test(match[1] ?? '') ? Number(match[1]) : undefined
  if (count === undefined) {
    const from = stop - match[0].trimStart().length
    findings.add('bad-branch', { start: from, end: stop }, 'a bound is a whole number', {
      help: 'write `at most 3 times`',
    })
  }
  return { target, span: { start, end: stop }, end: stop, ...(count === undefined ? {} : { atMost: count }) }
}

/** A span without the blanks at its ends; one character at least when there is one. */
export function trimmed(start: number, end: number, source: string): Span {
  const text = source.slice(start, end)
  const from = start + (text.length - text.trimStart().length)
  return { start: Math.min(from, end), end: Math.max(Math.min(from, end), start + text.trimEnd().length) }
}
