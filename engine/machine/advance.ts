import { armAfter } from './arming.ts'
import { effectOf } from './effects.ts'
import { checkFit, UnfitEvent } from './fit.ts'
import { enter, placeOf, runbookOf, send, standing, topOf, type RunState } from './frames.ts'
import { outlineOf } from './outline.ts'
import { settle } from './settle.ts'
import type { Place, RunEvent, RunMachine, RunSnapshot, Turn } from './types.ts'

/** The first turn of a run. */
export function begin(machine: RunMachine): Turn {
  if (machine.first !== undefined) return machine.first
  const runbook = machine.runbooks.get(machine.start)
  if (runbook === undefined) throw new RangeError(`no runbook at \`${machine.start}\``)
  const frame = enter(runbook, { kind: 'run', number: 0 }, machine.from)
  return turnOf(machine, { frames: [frame], count: 1, armed: [], starts: {} })
}

/**
 * The next turn: pure, and the same for the same snapshot and fact. Its cost does not grow with the runbook.
 * @throws UnfitEvent when the fact does not answer the effect that is open
 */
export function advance(machine: RunMachine, snapshot: RunSnapshot, event: RunEvent): Turn {
  const state = snapshot as RunState
  checkFit(effectOf(machine, state), event)
  checkBranch(machine, state, event)
  return turnOf(machine, send(machine, armAfter(machine, state, event), event))
}

/**
 * The turn that a journal's facts lead to, from the beginning. `seen` is told each turn on the way, with the fact that led to it.
 * @throws UnfitEvent with the index of the first fact that does not fit
 */
export function replay(
  machine: RunMachine,
  events: readonly RunEvent[],
  seen: (turn: Turn, event?: RunEvent) => void = () => undefined,
): Turn {
  const first = begin(machine)
  seen(first)
  return events.reduce((turn, event, index) => {
    try {
      const next = advance(machine, turn.snapshot, event)
      seen(next, event)
      return next
    } catch (error) {
      throw error instanceof UnfitEvent ? new UnfitEvent(error.message, index) : error
    }
  }, first)
}

/** Where a run stands in each runbook at work, outermost first; nowhere when it is over. */
export function placesOf({ snapshot }: Turn): Place[] {
  return standing(snapshot as RunState)
}

function turnOf(machine: RunMachine, moved: RunState): Turn {
  const state = settle(machine, moved)
  return { snapshot: state, effect: effectOf(machine, state) }
}

function checkBranch(machine: RunMachine, state: RunState, event: RunEvent): void {
  if (event.type !== 'chosen') return
  const frame = topOf(state)
  const section = outlineOf(runbookOf(machine, frame)).sections.get(placeOf(frame).section)
  if (section?.kind === 'decision' && section.branches[event.branch] !== undefined) return
  throw new UnfitEvent(`\`${event.section}\` has no branch ${event.branch}`)
}
