import type { Place, RunEvent } from '../../../engine/machine/types.ts'
import type { Edge, Runbook, Section } from '../../../engine/model.ts'

/** A section that a run has come to. */
export interface Visit {
  readonly place: Place
  readonly title: string
  readonly state: 'taken' | 'current' | 'skipped' | 'failed'
}

/** A section that a run may still come to. */
export interface Ahead {
  readonly title: string
  /** Several ways lead from the decision before it. */
  readonly possible: boolean
}

/** Visits that are kept: a loop may come by very often. */
const mostVisits = 200

/** The trail when a section is entered: what was current is taken, unless it was skipped or failed. */
export function entered(trail: readonly Visit[], place: Place, section: Section): Visit[] {
  const past = trail.map((visit) =>
    visit.state === 'current' ? { ...visit, state: 'taken' as const } : visit,
  )
  return [...past, { place, title: section.title, state: 'current' as const }].slice(-mostVisits)
}

/** The trail after a fact: a section that failed or was left out stays marked. */
export function marked(trail: readonly Visit[], event: RunEvent): readonly Visit[] {
  if (event.type !== 'recovered') return trail
  if (event.choice === 'skip') return withLast(trail, 'skipped')
  return event.choice === 'follow' || event.choice === 'escalate' || event.choice === 'stop'
    ? withLast(trail, 'failed')
    : trail
}

function withLast(trail: readonly Visit[], state: Visit['state']): Visit[] {
  return trail.map((visit, index) => (index === trail.length - 1 ? { ...visit, state } : visit))
}

/** What lies ahead of a section: those that follow one after the other, and behind a decision each that may. */
export function ahead(runbook: Runbook, from: Section, most: number): Ahead[] {
  const seen = new Set([from.id])
  const found: Ahead[] = []
  for (let at: Section | undefined = from; at !== undefined && found.length < most;) {
    if (at.kind === 'decision') {
      const targets = at.branches.map(({ edge }) => targetOf(edge, runbook))
      const open = targets.filter((target) => target !== undefined && !seen.has(target.id))
      const titles = new Set(open.map((target) => target?.title ?? ''))
      return [...found, ...[...titles].map((title) => ({ title, possible: true }))].slice(0, most)
    }
    const next: Section | undefined =
      at.next === undefined ? follower(runbook, at) : targetOf(at.next, runbook)
    if (next === undefined || seen.has(next.id)) return found
    seen.add(next.id)
    found.push({ title: next.title, possible: false })
    at = next
  }
  return found
}

function targetOf({ target }: Edge, runbook: Runbook): Section | undefined {
  if (target.kind !== 'section') return undefined
  const id = runbook.anchors.get(target.id)?.section ?? target.id
  return runbook.sections.find((section) => section.id === id)
}

function follower(runbook: Runbook, section: Section): Section | undefined {
  const path = runbook.paths.find((ids) => ids.includes(section.id)) ?? []
  const later = path.slice(path.indexOf(section.id) + 1)
  const id = later.find((one) => !one.includes('/'))
  return runbook.sections.find((one) => one.id === id)
}
