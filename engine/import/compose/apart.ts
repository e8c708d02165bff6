import { type RunbookDraft, isActive } from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourceSection } from '../read/page.ts'
import { isNumbered, purposeOf } from '../recognise/roles.ts'
import type { Chapter } from './flow.ts'
import { isBefore, isClassic } from './sequence.ts'

/** Sections that an answer of some question leads to, with the sections that ask. */
export type Pointed = ReadonlyMap<SourceSection, ReadonlySet<SourceSection>>

/** What the order depends on beside the headings. */
export interface Situation {
  readonly pointed: Pointed
  /** The title of the page: what it is about is never set apart in it. */
  readonly title: string
  readonly onward?: RunbookDraft['onward']
  readonly notes: Notes
}

/** One section asks, and its answers lead to each of those behind it: `Which lamp is it?`, and a section for each lamp. */
export function isAskedAlready(active: readonly Chapter[], situation: Situation): boolean {
  const at = active.findIndex(({ source }) => !isBefore(source.title))
  const asking = active[at]
  const others = active.slice(at + 1)
  if (asking === undefined || others.length < 2) return false
  const own = new Set(everySource(asking))
  return others.every(
    (other) =>
      standsAside(other, situation) &&
      [...(situation.pointed.get(other.source) ?? [])].some((from) => own.has(from)),
  )
}

const everySource = ({ source, children }: Chapter): SourceSection[] => [
  source,
  ...children.flatMap(everySource),
]

/** Whether a run has something to do in a chapter. */
export const hasActive = (chapter: Chapter): boolean =>
  chapter.sections.some(({ parts }) => parts.some(isActive)) || chapter.children.some(hasActive)

/**
 * Rollbacks and emergencies are never fallen into, and among steps neither is a section that some answer leads to; a page
 * that holds nothing else is no such thing.
 */
export function isApart(chapter: Chapter, all: readonly Chapter[], situation: Situation): boolean {
  if (!hasActive(chapter) || isOneOfCases(chapter, all) || !standsAside(chapter, situation)) return false
  return all.some((other) => other !== chapter && hasActive(other) && !standsAside(other, situation))
}

/** `If one node is down` beside `If all nodes are down`: cases to choose from. */
const isOneOfCases = (chapter: Chapter, all: readonly Chapter[]): boolean =>
  isCase(chapter) && all.filter((other) => hasActive(other) && isCase(other)).length > 1

const isCase = ({ source }: Chapter): boolean => /^\W*(?:if|when)\b/i.test(source.title)

const aboutGoingBack = /\b(?:roll(?:ing)?[- ]?back|revert\w*|back(?:ing)?[- ]?out|undo)\b/i
const aboutEmergency = /\b(?:emergenc\w+|disaster|fail-?over|fallback|workarounds?|break-?glass)\b/i

function standsAside({ source }: Chapter, { pointed, title }: Situation): boolean {
  const purpose = purposeOf(source.title)
  if (purpose === 'rollback' && !aboutGoingBack.test(title)) return true
  if (purpose === 'apart' && !isNumbered(source.title) && !aboutEmergency.test(title)) return true
  return pointed.has(source) && !isNumbered(source.title) && !isClassic(source.title)
}
