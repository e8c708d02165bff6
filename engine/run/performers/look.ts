import type { Looked } from '../../../schemas/journal.ts'
import type { BlockPlace, Place, RunEvent } from '../../machine/types.ts'
import type { Block } from '../../model.ts'
import type { Outcome } from '../../outcome.ts'
import { learn } from '../bindings.ts'
import { LostCommand } from '../command/overseer.ts'
import { interruption } from '../interrupts.ts'
import { sameSection, sectionOf } from '../runner.ts'
import type { Binding, Command } from '../commands.ts'
import type { RunView } from '../performer.ts'
import { intend } from './attempt.ts'
import { proposal } from './decision.ts'
import { blockAt, placeOf, prepareAt, present, type LiveDoors } from './doors.ts'
import { watch } from './follow.ts'
import { branchVerdicts, verdictOf } from './verdict.ts'

/** A section that looked for the cause, and those of its blocks that did. */
export interface Diagnosis {
  readonly place: Place
  readonly blocks: readonly Block[]
}

/**
 * What led to a failure and can look once more: the looks and questions of the section of the last branch that was taken
 * after one, and those of the section that failed. Only what ran in this run is among them.
 */
export function diagnosisOf(failed: Place, view: RunView): readonly Diagnosis[] {
  const chosen = view.events.findLast(
    (event): event is Chosen => event.type === 'chosen' && lookedAt(event, view).blocks.length > 0,
  )
  const places = chosen === undefined || sameSection(chosen, failed) ? [failed] : [chosen, failed]
  return places.map((place) => lookedAt(place, view)).filter(({ blocks }) => blocks.length > 0)
}

type Chosen = Extract<RunEvent, { type: 'chosen' }>

function lookedAt(place: Place, view: RunView): Diagnosis {
  const ran = new Set(
    view.events.flatMap((event) =>
      event.type === 'attempted' && sameSection(event, place) ? [event.block] : [],
    ),
  )
  const { blocks } = sectionOf(view, place).section
  const looks = blocks.filter(({ role, index }) => (role === 'read' || role === 'ask') && ran.has(index))
  return { place: placeOf(place), blocks: looks }
}

/**
 * Runs a diagnosis once more and tells what it shows now. The machine does not move, and what is learned here stays here:
 * each look is recorded as one, and a run that is resumed goes on as if it had not been.
 */
export async function lookAgain(
  diagnosis: readonly Diagnosis[],
  view: RunView,
  doors: LiveDoors,
): Promise<void> {
  const looking = { ...view, bindings: new Map(view.bindings) }
  const places = diagnosis.flatMap(({ place, blocks }) =>
    blocks.map(({ index }) => ({ ...place, block: index })),
  )
  for (const place of places) {
    const event = await look(place, looking, doors)
    if (interruption(doors.interrupts.signal) !== undefined) return
    if (event === undefined) continue
    doors.run.note(event)
    doors.observe({ kind: 'looked', event, ...sectionOf(view, place) })
    doors.interrupts.rearm()
  }
}

/** A view whose values grow with what is looked at. */
type Looking = RunView & { readonly bindings: Map<string, Binding> }

/** What one block shows now; nothing when it cannot be told. */
async function look(place: BlockPlace, view: Looking, doors: LiveDoors): Promise<Looked | undefined> {
  const command = await prepareAt(place, view, doors, {})
  if ('reason' in command) {
    doors.observe({ kind: 'warned', message: command.reason, help: command.help })
    return undefined
  }
  const attempt = doors.run.looks + 1
  try {
    const { session: _session, ...outcome } = await outcomeOf(command, attempt, view, doors)
    const verdict = await verdictOf(outcome, blockAt(place, view), view)
    const { user: by, clock } = doors
    const event = { at: clock.now(), by, type: 'looked' as const, ...place, attempt, outcome, verdict }
    learn(view.bindings, { ...event, type: 'attempted' })
    return { ...event, ...(await leads(event, view)) }
  } catch (error) {
    if (!(error instanceof LostCommand)) throw error
    doors.observe({ kind: 'warned', message: error.message })
    return undefined
  }
}

/** Runs it beside the session of the run. An interruption stops it: nothing waits for a look. */
async function outcomeOf(
  command: Command,
  attempt: number,
  view: RunView,
  doors: LiveDoors,
): Promise<Outcome> {
  const { place } = command
  const effect = { ...place, attempt, purpose: 'look' as const }
  doors.observe({ kind: 'command', effect, command })
  intend(command, { doors, place, effect })
  doors.run.assertHeld()
  const running = await doors.commands.start(command, { place, attempt, look: true }, true)
  const { signal } = doors.interrupts
  const ended = watch(running, blockAt(place, view), view, doors.observe)
  const stop = (): void => running.stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await running.outcome
  } finally {
    signal.removeEventListener('abort', stop)
    ended()
  }
}

/** Where the conditions of a decision lead now, and where they led: for the question of one. */
async function leads(event: Looked, view: RunView): Promise<Pick<Looked, 'proposed' | 'taken'>> {
  const { section } = sectionOf(view, event)
  if (section.kind !== 'decision' || blockAt(event, view).role !== 'ask') return {}
  const proposed = proposal(await branchVerdicts(section, event.outcome, view), [])
  const chosen = view.events.findLast(
    (one): one is Chosen => one.type === 'chosen' && sameSection(one, event),
  )
  return present({ proposed, taken: chosen?.branch })
}
