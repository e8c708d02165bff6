import { decoded } from '../address.ts'
import type { Runbook } from '../model.ts'
import { compileMachine } from './compile.ts'
import { movesFrom, spotAt, spotAtAnchor, startOf, type Spot } from './moves.ts'
import { sectionAt } from './outline.ts'
import type { RunMachine } from './types.ts'
import { sectionOf, stateOf, unenteredOf, visit, without, type Visited, type WalkedState } from './walk.ts'

/** What the walk of one runbook by itself shows; what several of them show together, `endlessHandovers` finds. */
export interface PageWalk {
  /** States that reach neither an end nor a runbook that takes over, and sections that nothing enters. */
  readonly lost: readonly WalkedState[]
  /** The section that a run starts with; none in an empty runbook. */
  readonly start?: string
  /** Sections from which a run ends only when a runbook ends that takes over, with all that they lead to. */
  readonly leaning: Readonly<Record<string, Leads>>
}

/** Where a section leads: to others of its page that lean on somebody too, and to other runbooks. */
export interface Leads {
  readonly sections: readonly string[]
  readonly handovers: readonly Handover[]
}

/** An entry into another runbook, at its start or at an anchor. */
export interface Handover {
  readonly path: string
  readonly anchor?: string
}

/**
 * Walks the machine of a runbook by every kind of event: from its start, and from each section that its links lead a
 * reader to. It goes no further than the page, so it depends on nothing but its text.
 */
export function walkPage(runbook: Runbook): PageWalk {
  const machine = compileMachine(new Map([[runbook.path, runbook]]), runbook.path)
  const visited = visit(machine, [startOf(machine), ...linkedSpots(runbook)])
  const { reached, ending, leaving, before } = visited
  const stuck = without(reached, [...ending, ...leaving], before)
  const unentered = unenteredOf(machine, reached)
  const start = sectionOf(startOf(machine).value)
  return {
    lost: [...stuck.map(stateOf), ...unentered],
    ...(runbook.sections.some(({ id }) => id === start) ? { start } : {}),
    leaning: leaning(machine, visited),
  }
}

function linkedSpots(runbook: Runbook): Spot[] {
  const anchors = new Set(runbook.links.flatMap(({ href }) => href.split('#')[1] ?? []))
  const sections = [...anchors].flatMap((anchor) => sectionAt(runbook, decoded(anchor)) ?? [])
  return sections.map((section) => spotAtAnchor(runbook, section))
}

function leaning(machine: RunMachine, { reached, ending, before }: Visited): Record<string, Leads> {
  const spots = new Set(without(reached, ending, before).map(({ definition }) => definition))
  if (spots.size === 0) return {}
  const runbook = machine.runbooks.get(machine.start)
  const entries = (runbook?.sections ?? []).flatMap(({ id }) => {
    const spot = runbook && spotAtAnchor(runbook, id)
    return spot && spots.has(spot.definition) ? [[id, spot] as const] : []
  })
  const names = new Map(entries.map(([id, spot]) => [spot.definition, id]))
  return Object.fromEntries(entries.map(([id, spot]) => [id, leadsOf(machine, spot, names)]))
}

/** Goes on from an entry, up to the next entries and to what takes over. */
function leadsOf(machine: RunMachine, entry: Spot, names: ReadonlyMap<Spot['definition'], string>): Leads {
  const sections = new Set<string>()
  const handovers: Handover[] = []
  const seen = new Map([[entry.definition, entry]])
  for (const spot of seen.values()) {
    const { meta } = spot.definition
    if (meta?.kind === 'transfer') handovers.push(handover(meta))
    for (const { runbook, value, progress } of movesFrom(machine, spot)) {
      const next = spotAt(runbook, value)
      const name = names.get(next.definition)
      if (progress !== 'on') continue
      if (name === undefined) seen.set(next.definition, next)
      else sections.add(name)
    }
  }
  return { sections: [...sections], handovers }
}

const handover = ({ path, anchor }: Handover): Handover => ({
  path,
  ...(anchor === undefined ? {} : { anchor }),
})

/**
 * Entries from which no run ever ends, since the runbooks only hand over to each other. Together with what is lost in each
 * of them this is all that a walk from each of them through all the others would lose.
 *
 * @param sectionAt the section that an entry means; none where nothing is to be done, which ends a run
 */
export function endlessHandovers(
  walks: ReadonlyMap<string, PageWalk>,
  sectionAt: (entry: Handover) => string | undefined,
): WalkedState[] {
  const entries = [...walks].flatMap(([path, { leaning }]) =>
    Object.entries(leaning).map(([section, leads]) => ({ state: { runbook: path, section }, leads })),
  )
  const nameOf = ({ runbook, section }: WalkedState): string => `${runbook}#${section}`
  const open = new Set(entries.map(({ state }) => nameOf(state)))
  const waiting = new Map<string, string[]>()
  const ended: string[] = []
  for (const { state, leads } of entries)
    for (const to of [
      ...leads.sections.map((section) => nameOf({ ...state, section })),
      ...leads.handovers.map((one) => nameOf({ runbook: one.path, section: sectionAt(one) ?? '' })),
    ]) {
      if (!open.has(to)) ended.push(to)
      waiting.set(to, [...(waiting.get(to) ?? []), nameOf(state)])
    }
  for (const name of ended) for (const one of waiting.get(name) ?? []) if (open.delete(one)) ended.push(one)
  return entries.map(({ state }) => state).filter((state) => open.has(nameOf(state)))
}
