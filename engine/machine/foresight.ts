import type { Edge, Runbook, Section } from '../model.ts'
import type { Known, Prospect } from '../plan.ts'
import { outlineOf, sectionAt } from './outline.ts'
import type { RunMachine } from './types.ts'

/** By runbook and section, in the order in which a run comes to them. */
export type Prospects = ReadonlyMap<string, ReadonlyMap<string, Prospect>>

/** Whether a run would come to each section; sections that nothing leads to are not in it. */
export function foresee(machine: RunMachine, known: Known): Prospects {
  const sight: Sight = { machine, known, seen: new Map(), entered: new Map() }
  enter(sight, machine.start, machine.from, { kind: 'would-run' })
  return sight.seen
}

interface Sight {
  readonly machine: RunMachine
  readonly known: Known
  readonly seen: Map<string, Map<string, Prospect>>
  /** How each entry of a runbook was last entered, and how it resolves; none while it is looked at, or when it never does. */
  readonly entered: Map<string, { readonly prospect: Prospect; resolved?: Prospect }>
}

interface Arrival {
  readonly section: string
  readonly prospect: Prospect
}

/** Looks through a runbook from an entry; gives the prospect of its ending `resolved`, if it can. */
function enter(
  sight: Sight,
  path: string,
  anchor: string | undefined,
  prospect: Prospect,
): Prospect | undefined {
  const runbook = sight.machine.runbooks.get(path)
  const section = runbook && (anchor === undefined ? outlineOf(runbook).start : sectionAt(runbook, anchor))
  if (runbook === undefined || section === undefined) return undefined
  const name = `${path} ${section}`
  const before = sight.entered.get(name)
  if (before !== undefined && rank(before.prospect) >= rank(prospect)) return before.resolved
  const entry: { readonly prospect: Prospect; resolved?: Prospect } = { prospect }
  sight.entered.set(name, entry)
  const resolved = spread(sight, runbook, { section, prospect })
  if (resolved !== undefined) entry.resolved = resolved
  return resolved
}

/** Follows every edge from a section on; each section is looked at again only when it has become more certain. */
function spread(sight: Sight, runbook: Runbook, start: Arrival): Prospect | undefined {
  const visited = new Map<string, Prospect>()
  const seen = sight.seen.get(runbook.path) ?? new Map<string, Prospect>()
  sight.seen.set(runbook.path, seen)
  let resolved: Prospect | undefined
  const arrivals = [start]
  for (const { section: id, prospect } of arrivals) {
    const section = outlineOf(runbook).sections.get(id)
    if (section === undefined || isKnown(visited, id, prospect)) continue
    visited.set(id, prospect)
    if (!isKnown(seen, id, prospect)) seen.set(id, prospect)
    for (const way of waysFrom(sight, runbook, section, prospect)) {
      if (way.to === 'resolved') resolved = better(resolved, way.prospect)
      else arrivals.push({ section: way.to.section, prospect: way.prospect })
    }
  }
  return resolved
}

interface Way {
  readonly to: 'resolved' | { readonly section: string }
  readonly prospect: Prospect
}

function waysFrom(sight: Sight, runbook: Runbook, section: Section, prospect: Prospect): Way[] {
  const onward =
    section.kind === 'call' ? enter(sight, section.runbook.path, section.runbook.anchor, prospect) : prospect
  const failing = section.ifItFails
  return [
    ...(section.kind === 'decision' ? branchWays(sight, runbook, section, prospect) : []),
    ...(section.kind === 'decision' || onward === undefined ? [] : nextWays(sight, runbook, section, onward)),
    ...(failing === undefined ? [] : edgeWays(sight, runbook, failing, failed(runbook, section, prospect))),
  ]
}

function nextWays(sight: Sight, runbook: Runbook, section: Section, prospect: Prospect): Way[] {
  if (section.next !== undefined) return edgeWays(sight, runbook, section.next, prospect)
  const follower = outlineOf(runbook).followers.get(section.id)
  return [{ to: follower === undefined ? 'resolved' : { section: follower }, prospect }]
}

function branchWays(
  sight: Sight,
  runbook: Runbook,
  section: Extract<Section, { kind: 'decision' }>,
  prospect: Prospect,
): Way[] {
  const all = section.branches.map((_, branch) => branch)
  const possible = sight.known.possible(runbook.path, section) ?? all
  const answer = section.branches[possible[0] ?? -1]?.answer
  const because =
    possible.length === 1 ? `\`${section.id}\` is answered \`${answer}\`` : `\`${section.id}\` rules it out`
  return section.branches.flatMap(({ edge }, branch) => {
    if (!possible.includes(branch))
      return edgeWays(sight, runbook, edge, weaker(prospect, { kind: 'would-not-run', because }))
    const open = possible.length === 1 ? prospect : weaker(prospect, untilDone(runbook, section, section.ask))
    return edgeWays(sight, runbook, edge, open)
  })
}

function edgeWays(sight: Sight, runbook: Runbook, { target }: Edge, prospect: Prospect): Way[] {
  if (target.kind === 'section') {
    const section = sectionAt(runbook, target.id)
    return section === undefined ? [] : [{ to: { section }, prospect }]
  }
  if (target.kind === 'outcome') return target.outcome === 'resolved' ? [{ to: 'resolved', prospect }] : []
  if (target.kind === 'unknown') return []
  const resolved = enter(sight, target.path, target.anchor, prospect)
  return resolved === undefined ? [] : [{ to: 'resolved', prospect: resolved }]
}

/** Whether a section fails is known when the last of it has run. */
function failed(runbook: Runbook, section: Section, prospect: Prospect): Prospect {
  const last = section.blocks.findLast(({ role }) => role !== 'rollback' && role !== 'ask')
  return weaker(prospect, untilDone(runbook, section, last?.index))
}

function untilDone(runbook: Runbook, section: Section, block: number | undefined): Prospect {
  const place = { runbook: runbook.path, section: section.id }
  return { kind: 'unknown', until: block === undefined ? place : { ...place, block } }
}

function rank({ kind }: Prospect): number {
  return ['would-not-run', 'unknown', 'would-run'].indexOf(kind)
}

/** What comes later is at most as certain as what it comes after; of two doubts the earlier one counts. */
function weaker(earlier: Prospect, later: Prospect): Prospect {
  return rank(later) < rank(earlier) ? later : earlier
}

function better(one: Prospect | undefined, other: Prospect): Prospect {
  return one === undefined || rank(other) > rank(one) ? other : one
}

function isKnown(prospects: ReadonlyMap<string, Prospect>, section: string, prospect: Prospect): boolean {
  const known = prospects.get(section)
  return known !== undefined && rank(known) >= rank(prospect)
}
