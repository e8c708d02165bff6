import { advance, begin } from './advance.ts'
import { answersTo } from './answers.ts'
import { placeOf, topOf, type RunState } from './frames.ts'
import type { RunEvent, RunMachine, Turn } from './types.ts'
import { walkMachine } from './walk.ts'

/** The instant of made-up facts; only its order with other instants could matter, and there are none. */
const INSTANT = '2000-01-01T00:00:00.000Z'
const DIGEST = 'any'

/** One way through a machine: facts that replay, and the turn that they lead to. */
export interface Way {
  readonly events: readonly RunEvent[]
  readonly turn: Turn
}

/**
 * For every section that a run can enter, by `path#section`, a shortest list of facts that leads into it. Facts are of
 * every kind that can answer an effect, with made-up outcomes; each list replays on the same machine. Counts are followed
 * only when some section is entered by no other way than a bound that is used up.
 */
export function waysInto(machine: RunMachine): ReadonlyMap<string, Way> {
  const ways = explore(machine, abstractionOf)
  const entered = walkMachine(machine).reached.filter(({ state }) => state !== undefined)
  const missing = entered.some(({ runbook, section }) => !ways.has(`${runbook}#${section}`))
  return missing ? explore(machine, countingAbstractionOf) : ways
}

function explore(machine: RunMachine, nameOf: (turn: Turn) => string): Map<string, Way> {
  const ways = new Map<string, Way>()
  const seen = new Set<string>()
  const queue: Trail[] = [{ turn: begin(machine) }]
  for (const trail of queue) {
    const name = nameOf(trail.turn)
    if (trail.turn.effect.kind === 'end' || seen.has(name)) continue
    seen.add(name)
    for (const section of sectionsOf(trail.turn)) {
      if (!ways.has(section)) ways.set(section, { events: eventsOf(trail), turn: trail.turn })
    }
    queue.push(...stepsFrom(machine, trail))
  }
  return ways
}

/** The sections in which a run stands: one for each of its frames. */
function sectionsOf({ snapshot }: Turn): string[] {
  return (snapshot as RunState).frames.map((frame) => `${frame.runbook}#${placeOf(frame).section}`)
}

/**
 * Full runs from the beginning to an end, shortest first, in which no state is entered twice.
 * @param limit how many at most; their number grows exponentially with a runbook's branches
 */
export function* fullPaths(machine: RunMachine, limit: number): Generator<Way> {
  let given = 0
  let trails: (Trail & { readonly states: ReadonlySet<string> })[] = [
    { turn: begin(machine), states: new Set() },
  ]
  while (trails.length > 0) {
    const next: typeof trails = []
    for (const trail of trails) {
      if (given >= limit) return
      if (trail.turn.effect.kind === 'end') {
        given++
        yield { events: eventsOf(trail), turn: trail.turn }
        continue
      }
      const name = abstractionOf(trail.turn)
      if (trail.states.has(name)) continue
      const states = new Set([...trail.states, name])
      next.push(...stepsFrom(machine, trail).map((step) => ({ ...step, states })))
    }
    trails = next
  }
}

/** A turn and how it was come to; the lists of facts share their beginnings. */
interface Trail {
  readonly turn: Turn
  readonly before?: Trail
  readonly event?: RunEvent
}

function stepsFrom(machine: RunMachine, before: Trail): Trail[] {
  return answersTo(machine, before.turn.effect, INSTANT, DIGEST).map((event) => ({
    turn: advance(machine, before.turn.snapshot, event),
    before,
    event,
  }))
}

function eventsOf(trail: Trail): RunEvent[] {
  const events: RunEvent[] = []
  for (let one: Trail | undefined = trail; one?.event !== undefined; one = one.before)
    events.unshift(one.event)
  return events
}

/** What of a turn decides where it may lead: the states of its frames, and the choices that are open. */
function abstractionOf({ snapshot, effect }: Turn): string {
  if (effect.kind === 'end') return JSON.stringify(effect)
  const frames = (snapshot as RunState).frames.map(({ runbook, value }) => [runbook, value])
  const open = effect.kind === 'recover' ? [effect.failure.kind, effect.choices] : togetherOf(snapshot)
  return JSON.stringify([frames, open])
}

/** Which checks side by side are open, and whether one has failed. */
function togetherOf(snapshot: Turn['snapshot']): unknown[] {
  const { together } = topOf(snapshot as RunState).context.now
  return together === undefined ? [] : [together.open, together.failed.length > 0]
}

/** The same, and how often each bounded edge was taken. */
function countingAbstractionOf(turn: Turn): string {
  return `${abstractionOf(turn)} ${JSON.stringify(topOf(turn.snapshot as RunState).context.taken)}`
}
