import { parseDuration } from '../duration.ts'
import type { Reminder } from '../model.ts'
import type { Span } from '../source.ts'
import type { Findings } from './findings.ts'
import type { Inline } from './tree.ts'

/** A bold word that says something about its section. */
export type Mark = 'Side by side' | 'Mitigated'

export const marks: readonly Mark[] = ['Side by side', 'Mitigated']

export function markOf(text: string): Mark | undefined {
  return marks.find((mark) => mark === text)
}

/** A bold word with a duration, and what is written behind it. */
export interface Timing {
  readonly kind: Reminder['kind'] | 'within'
  /** Milliseconds. */
  readonly time: number
  readonly text: string
  readonly span: Span
  readonly labelSpan: Span
}

const kinds: Readonly<Record<string, Timing['kind']>> = { Every: 'every', After: 'after', Within: 'within' }

/**
 * Reads **Every 30m** …, **After 15m** … or **Within 15m** …: `label` is the bold text, `span` the whole of it. Bold texts
 * that only look alike are found and are not read.
 */
export function timingOf(label: Inline, span: Span, source: string, findings: Findings): Timing | undefined {
  const [, word = '', written = ''] = /^(every|after|within)\s+(\d.*?):?$/i.exec(label.text) ?? []
  if (word === '') return undefined
  const kind = kinds[word]
  const time = parseDuration(written)
  if (kind === undefined || time === undefined || time === 0 || label.text.endsWith(':')) {
    const capital = `${word[0]?.toUpperCase() ?? ''}${word.slice(1).toLowerCase()}`
    findings.add('bad-timing', label.span, `\`${label.text}\` is not read as a label`, {
      severity: 'warning',
      help: `write \`**${capital} ${time ? written : '30m'}**\``,
    })
    return undefined
  }
  const text = source.slice(label.span.end, span.end).replaceAll(/\s+/g, ' ').trim()
  if (text === '') {
    findings.add('bad-timing', label.span, `nothing is said about \`${label.text}\``, {
      help: 'write behind it, on the same line, what is to be done or reached',
    })
    return undefined
  }
  return { kind, time, text, span, labelSpan: label.span }
}
