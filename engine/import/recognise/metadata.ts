import type { FrontMatter } from '../repair/front-matter.ts'
import { asPlain } from './escape.ts'

/** What a page says about itself, with the line that says it. */
export type Facts = Map<
  'severity' | 'mttr' | 'owner' | 'service' | 'summary' | 'reviewed' | 'review_every' | 'escalate',
  Fact
>

export interface Fact {
  readonly value: string
  readonly line: number
}

const labels: readonly (readonly [keyof FactNames, RegExp])[] = [
  ['severity', /^(?:alert )?(?:severity|priority|sev|prio|schweregrad)(?: level)?$/i],
  [
    'mttr',
    /^(?:mttr|rto|target (?:resolution )?time|resolution (?:time|target)|time to (?:resolve|recover|mitigate)|expected resolution)(?: \([^)]*\))?(?: target)?$/i,
  ],
  [
    'owner',
    /^(?:owner|owned by|owning team|team|responsible(?: team)?|maintainers?|author|owner[_ ]slack|contact team|verantwortlich|équipe|equipo)$/i,
  ],
  ['service', /^(?:service|component|system|application|dienst)(?: name)?$/i],
  [
    'reviewed',
    /^(?:last[_ ]?(?:updated|reviewed(?:[_ ]on)?|validated|verified|modified|tested)|reviewed(?: on)?|lastvalidated|last_reviewed_on|date)$/i,
  ],
  ['review_every', /^(?:review[_ ](?:in|every|cycle|period|frequency))$/i],
  ['escalate', /^(?:escalate to|escalation(?: contact| path)?|escalation to)$/i],
]

interface FactNames {
  severity: true
  mttr: true
  owner: true
  service: true
  reviewed: true
  review_every: true
  escalate: true
}

/** Reads `**Severity**: P1`, `Owner: storage team` and table rows of two cells. @param lines text with its line numbers */
export function readFacts(
  lines: readonly { readonly text: string; readonly line: number }[],
  front: FrontMatter | undefined,
): Facts {
  const facts: Facts = new Map()
  const keep = (label: string, text: string, line: number): void => {
    const key = labels.find(([, shape]) => shape.test(label.trim()))?.[0]
    const value = key === undefined ? undefined : valueOf(key, text)
    if (key !== undefined && value !== undefined && !facts.has(key)) facts.set(key, { value, line })
  }
  for (const [key, values] of front?.values ?? []) {
    keep(key, values.join(', '), 1)
    if (/^(?:summary|description)$/.test(key) && values[0])
      facts.set('summary', { value: values[0], line: 1 })
  }
  for (const { text, line } of lines) {
    const plain = asPlain(text.replace(/^\s*(?:(?:[-*+>]|\d+[.)])\s+)?/, ''))
    const labelled = /^([\p{L}_ ()]{3,40}?)\s*[:：]\s*(\S.*)$/u.exec(plain)
    if (labelled) keep(labelled[1] ?? '', labelled[2] ?? '', line)
    const cells = /^\|([^|]+)\|([^|]+)\|\s*$/.exec(text.trim())
    if (cells) keep(asPlain(cells[1] ?? ''), asPlain(cells[2] ?? ''), line)
  }
  return facts
}

const day = 24

function valueOf(key: keyof FactNames, text: string): string | undefined {
  if (key === 'severity') return severityOf(text)
  if (key === 'mttr') return durationOf(text)
  if (key === 'review_every')
    return durationOf(
      text.replace(
        /\b(\d+)\s*(month|week|year)s?\b/i,
        (_, count: string, unit: string) =>
          `${Number(count) * ({ month: 30, week: 7, year: 365 }[unit.toLowerCase()] ?? 1)} days`,
      ),
    )
  if (key === 'reviewed') return isoDate(text)
  const line = text.trim().slice(0, 80)
  return /^(?:-+|n\/?a|tbd|todo|none|unknown|\?+|<.*>|\[.*\])?$/i.test(line) ? undefined : line
}

/** What other scales call a severity; low ones page nobody. */
const severities: readonly (readonly [RegExp, string])[] = [
  [/^(?:critical|emergency)$/i, 'P1'],
  [/^(?:high|major)$/i, 'P2'],
  [/^(?:warning|medium|moderate)$/i, 'P3'],
]

/** One severity that a text names; nothing where it lists the scale. */
function severityOf(text: string): string | undefined {
  const named = [...text.matchAll(/\b(P[0-3]|SEV-?\s?[1-4])\b/gi)].map(([found]) =>
    found.toUpperCase().replaceAll(/[\s-]/g, ''),
  )
  const [first] = named
  if (first !== undefined) return new Set(named).size === 1 ? first : undefined
  const words = [
    ...text
      .replaceAll(/\([^)]*\)/g, '')
      .matchAll(/\b(critical|emergency|high|major|warning|medium|moderate|low|minor|info)\b/gi),
  ]
  const [word] = words
  if (words.length !== 1 || word === undefined || word.index > 4) return undefined
  return severities.find(([shape]) => shape.test(word[0]))?.[1]
}

function durationOf(text: string): string | undefined {
  const [, count, unit] =
    /(\d{1,4})\s*(s(?:ec|econds?)?|m(?:in|ins|inutes?)?|h(?:ours?|rs?)?|d(?:ays?)?)\b/i.exec(text) ?? []
  const first = unit?.[0]?.toLowerCase()
  return count === undefined || first === undefined
    ? undefined
    : first === 'd' && Number(count) > 365 * day
      ? undefined
      : `${Number(count)}${first}`
}

function isoDate(text: string): string | undefined {
  const [, year, month, date] = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(text) ?? []
  if (year === undefined) return undefined
  const iso = `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`
  return Number.isNaN(Date.parse(iso)) || new Date(iso).toISOString().slice(0, 10) !== iso ? undefined : iso
}

/** `RB-005: Slow queries` has the id `RB-005`. */
export function idIn(title: string): string | undefined {
  return /^\W*(?:runbook\s+)?([A-Z]{2,8}-\d{1,5})\b/.exec(title)?.[1]
}
