import { advance, begin } from './advance.ts'
import { placeOf, type RunState } from './frames.ts'
import type { Place, RunEvent, RunMachine, Turn } from './types.ts'

/**
 * The sections that a run came to, in order: calls too, which leave no fact of their own, and what the last fact led to.
 * Staying in one counts once.
 * @param events facts of a run of this machine, oldest first
 */
export function sectionsPassed(machine: RunMachine, events: readonly RunEvent[]): Place[] {
  const passed: Place[] = []
  let standing: readonly Place[] = []
  const look = (turn: Turn): Turn => {
    const places = turn.effect.kind === 'end' ? [] : placesOf(turn)
    passed.push(...places.filter((place, frame) => !isSame(place, standing[frame])))
    if (places.length > 0) standing = places
    return turn
  }
  let turn = look(begin(machine))
  for (const event of events) turn = look(advance(machine, turn.snapshot, event))
  return passed
}

/** Where a run stands, one place for each of its frames, outermost first. */
function placesOf({ snapshot }: Turn): Place[] {
  return (snapshot as RunState).frames.map((frame, depth) => {
    const { section } = placeOf(frame)
    return { frame: depth, runbook: frame.runbook, section }
  })
}

function isSame(a: Place, b: Place | undefined): boolean {
  return a.runbook === b?.runbook && a.section === b.section
}
