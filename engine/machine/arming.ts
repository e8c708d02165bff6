import type { Block } from '../model.ts'
import { pendingOf, placeOf, sectionOf, topOf, type RunState } from './frames.ts'
import { acts, isArmable } from './stages.ts'
import type { BlockPlace, RunEvent, RunMachine } from './types.ts'

/**
 * Arms what undoes a section by the first fact that says that it acted, or that it may have. Nothing can be rolled back
 * before such a fact, and what never started leaves nothing to undo.
 */
export function armAfter(machine: RunMachine, state: RunState, event: RunEvent): RunState {
  const pending = pendingOf(machine, topOf(state))
  if (pending.kind === 'instruct' && event.type === 'did') return arm(machine, state)
  if (pending.kind !== 'attempt' || pending.purpose !== 'work' || !mayHaveBegun(event)) return state
  const block = sectionOf(machine, topOf(state))?.blocks[pending.block]
  return block !== undefined && acts(block) ? arm(machine, state, block) : state
}

/**
 * Arms the rollback blocks of the present section, and the undoing of one of its blocks. They become the newest; the
 * files of a section are put back before its own rollback blocks run, so that a restart among these reads the old file.
 */
export function arm(machine: RunMachine, state: RunState, begun?: Block): RunState {
  const place = placeOf(topOf(state))
  const blocks = sectionOf(machine, topOf(state))?.blocks ?? []
  const isOwn = ({ frame, section }: BlockPlace) => frame === place.frame && section === place.section
  const others = state.armed.filter((armed) => !isOwn(armed))
  const undos = state.armed.filter((armed) => {
    return isOwn(armed) && armed.block !== begun?.index && blocks[armed.block]?.role !== 'rollback'
  })
  const rollbacks = blocks.filter(({ role }) => role === 'rollback')
  const newest = begun !== undefined && isArmable(begun) ? [begun] : []
  const placed = ({ index }: Block): BlockPlace => ({ ...place, block: index })
  return { ...state, armed: [...others, ...rollbacks.map(placed), ...undos, ...newest.map(placed)] }
}

function mayHaveBegun(event: RunEvent): boolean {
  return event.type === 'doubted' || (event.type === 'attempted' && event.outcome.ended !== 'unstarted')
}
