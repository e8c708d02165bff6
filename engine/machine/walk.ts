import type { StateValue } from './define.ts'
import { movesFrom, spotAt, startOf, type Spot } from './moves.ts'
import type { RunMachine } from './types.ts'

/** A state of one runbook's machine; `state` is missing at its ends. */
export interface WalkedState {
  readonly runbook: string
  /** A section, or the name of an end. */
  readonly section: string
  readonly state?: string
}

export interface Walk {
  /** Every state that some run can come to, in the order in which they were found. */
  readonly reached: readonly WalkedState[]
  /** Reached states from which no end is reached unless the operator gives up. */
  readonly stuck: readonly WalkedState[]
  /** Sections of reached runbooks that no run enters. */
  readonly unentered: readonly WalkedState[]
  /** Transitions that were followed: the measure of the walk's work. */
  readonly transitions: number
}

/**
 * Visits every state of the machine by every kind of event, taking counts and clocks to be anything: each transition of
 * the very definition that runs is followed once, so the work is linear in its size.
 */
export function walkMachine(machine: RunMachine): Walk {
  const { reached, ending, before, transitions } = visit(machine, [startOf(machine)])
  const stuck = without(reached, ending, before).map(stateOf)
  return { reached: reached.map(stateOf), stuck, unentered: unenteredOf(machine, reached), transitions }
}

/** What was seen on a walk from some spots. */
export interface Visited {
  readonly reached: readonly Spot[]
  /** Ends, and spots at which a used-up bound ends a loop. */
  readonly ending: readonly Spot[]
  /** Spots at which a runbook takes over that is none of the machine's. */
  readonly leaving: readonly Spot[]
  /** The spots from which a run goes on to each. */
  readonly before: ReadonlyMap<Spot, readonly Spot[]>
  readonly transitions: number
}

/** Everything that can be reached from some spots, in the order in which it is found. */
export function visit(machine: RunMachine, starts: readonly Spot[]): Visited {
  const found = new Map(starts.map((spot) => [spot.definition, spot]))
  const reached = [...found.values()]
  const before = new Map<Spot, Spot[]>()
  const ending: Spot[] = []
  const leaving: Spot[] = []
  let transitions = 0
  for (const spot of reached) {
    const moves = movesFrom(machine, spot)
    const { meta } = spot.definition
    if (meta?.kind === 'end') ending.push(spot)
    if (meta?.kind === 'transfer' && moves.length === 0) leaving.push(spot)
    for (const { runbook, value, progress } of moves) {
      transitions++
      const made = spotAt(runbook, value)
      const next = found.get(made.definition) ?? made
      if (next === made) {
        found.set(next.definition, next)
        reached.push(next)
      }
      if (progress === 'bound') ending.push(spot)
      if (progress === 'on') entry(before, next).push(spot)
    }
  }
  return { reached, ending, leaving, before, transitions }
}

function entry(before: Map<Spot, Spot[]>, spot: Spot): Spot[] {
  const known = before.get(spot) ?? []
  if (known.length === 0) before.set(spot, known)
  return known
}

/** The spots that cannot come to one of the ends, going backwards from them. */
export function without(
  reached: readonly Spot[],
  ends: readonly Spot[],
  before: ReadonlyMap<Spot, readonly Spot[]>,
): Spot[] {
  const ending = new Set(ends)
  for (const spot of ending) {
    for (const earlier of before.get(spot) ?? []) ending.add(earlier)
  }
  return reached.filter((spot) => !ending.has(spot))
}

/** Sections of reached runbooks that none of the spots stands in. */
export function unenteredOf(machine: RunMachine, reached: readonly Spot[]): WalkedState[] {
  const entered = new Set(reached.map(({ runbook, value }) => `${runbook.path} ${sectionOf(value)}`))
  const runbooks = new Set(reached.map(({ runbook }) => runbook))
  return [...machine.runbooks.values()]
    .filter((runbook) => runbooks.has(runbook))
    .flatMap((runbook) => runbook.sections.map(({ id }) => ({ runbook: runbook.path, section: id })))
    .filter(({ runbook, section }) => !entered.has(`${runbook} ${section}`))
}

/** A spot by its names. */
export function stateOf({ runbook, value }: Spot): WalkedState {
  const state = typeof value === 'string' ? undefined : Object.values(value)[0]
  return { runbook: runbook.path, section: sectionOf(value), ...(state === undefined ? {} : { state }) }
}

/** The section of a state, or the name of an end. */
export function sectionOf(value: StateValue): string {
  return typeof value === 'string' ? value : (Object.keys(value)[0] ?? '')
}
