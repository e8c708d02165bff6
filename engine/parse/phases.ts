import type { Phase, Reminder, Section } from '../model.ts'
import type { Contents } from './contents.ts'
import type { Findings } from './findings.ts'
import type { Kind } from './kinds.ts'
import type { Outlined } from './outline.ts'
import { checkWhole, reportUntimed, timedBy } from './timings.ts'
import type { Heading } from './tree.ts'

/** A part of the page, read but for where its edges lead; without a kind there is nothing to do in it. */
export interface Surveyed {
  readonly outlined: Outlined
  readonly contents: Contents
  readonly kind: Kind | undefined
}

/** The headings that only hold other headings, with the sections below them; the title is none of them. */
export function readPhases(
  surveyed: readonly Surveyed[],
  sections: readonly Section[],
  title: Heading | undefined,
  findings: Findings,
): Phase[] {
  return surveyed.flatMap((part): Phase[] => {
    const { outlined, contents, kind } = part
    const { heading, id } = outlined
    if (kind !== undefined || heading === undefined || heading === title) return []
    const below = sectionsBelow(heading, surveyed, sections)
    if (below.length === 0) {
      if (!isIntroduction(part, surveyed)) reportUntimed(contents, findings)
      return []
    }
    const timed = timedBy(contents, findings)
    return [{ id, title: heading.text, headingSpan: heading.span, sections: below, ...timed }]
  })
}

function sectionsBelow(
  heading: Heading,
  surveyed: readonly Surveyed[],
  sections: readonly Section[],
): string[] {
  const own = new Set(
    surveyed
      .filter(
        ({ kind, outlined }) =>
          kind !== undefined && outlined.around.some((outer) => outer.heading === heading),
      )
      .map(({ outlined }) => outlined.id),
  )
  return sections.filter(({ id }) => own.has(id) || own.has(id.split('/')[0] ?? '')).map(({ id }) => id)
}

/** What the operator is reminded of during the whole run: written before the first section and in no phase. */
export function runReminders(
  surveyed: readonly Surveyed[],
  title: Heading | undefined,
  findings: Findings,
): Reminder[] {
  const parts = surveyed.filter(
    (part) =>
      isIntroduction(part, surveyed) &&
      (part.outlined.heading === title || part.outlined.heading === undefined),
  )
  return parts.flatMap(({ contents }) => {
    checkWhole(contents.timings, findings)
    return timedBy({ timings: contents.timings.filter(({ kind }) => kind !== 'within') }, findings).reminders
  })
}

/** Nothing is done in it, and nothing before it. */
function isIntroduction(part: Surveyed, surveyed: readonly Surveyed[]): boolean {
  const first = surveyed.findIndex(({ kind }) => kind !== undefined)
  const at = surveyed.indexOf(part)
  return part.kind === undefined && part.outlined.path === 0 && (first < 0 || at < first)
}
