import type { Effect, Place } from '../machine/types.ts'
import type { Runbook, Section } from '../model.ts'
import type { Clock } from './clock.ts'
import { crashPoint } from './crash-points.ts'
import { interruption, interruptionReasons, type Interrupts } from './interrupts.ts'
import { Refusal } from './refusal.ts'
import { watchTheClock } from './reminders.ts'
import type { RunInHand } from './run.ts'
import type { Observer } from './notices.ts'
import type { Performer, SuspendedWhy } from './performer.ts'

/** What a run came to in this process: its end, or a rest from which `resume` goes on. */
export type RunEnd =
  | { readonly kind: 'ended'; readonly effect: Extract<Effect, { kind: 'end' }> }
  | { readonly kind: 'suspended'; readonly why: SuspendedWhy; readonly reason: string }

export interface LoopOptions {
  readonly performer: Performer
  readonly observe: Observer
  readonly clock: Clock
  readonly interrupts: Interrupts
}

/**
 * Goes on with a run until it ends or comes to rest: an effect is performed, the fact of it is written, the machine
 * advances. Intents are written by the performer, which alone knows what it is about to start.
 * @throws {Refusal} when the fact cannot be recorded or the run was taken over; nothing more was started then.
 */
export async function runLoop(run: RunInHand, options: LoopOptions): Promise<RunEnd> {
  const { observe, clock } = options
  const letGo = watchTheClock(run, observe, clock)
  try {
    return await turns(run, options)
  } finally {
    letGo()
  }
}

async function turns(run: RunInHand, options: LoopOptions): Promise<RunEnd> {
  const { performer, observe, interrupts } = options
  let entered: Place | undefined
  for (;;) {
    const { effect } = run
    if (effect.kind === 'end') return end(run, effect, observe)
    const due = interruption(interrupts.signal)
    if (due !== undefined) return suspend(run, options, { why: due, reason: interruptionReasons[due] })
    if (!sameSection(entered, effect))
      observe({ kind: 'entered', place: effect, ...sectionOf(run, effect), boxes: run.times.boxes })
    entered = effect
    const performed = await performer.perform(effect, run.view())
    if (performed.kind === 'suspended') return suspend(run, options, performed)
    run.record(performed.event)
    interrupts.rearm()
    observe({ kind: 'happened', event: performed.event, ...sectionOf(run, effect) })
  }
}

/** The runbook and the section of a place. */
export function sectionOf(
  run: Pick<RunInHand, 'machine'>,
  place: Place,
): { readonly runbook: Runbook; readonly section: Section } {
  const runbook = run.machine.runbooks.get(place.runbook)
  const section = runbook?.sections.find(({ id }) => id === place.section)
  if (runbook === undefined || section === undefined)
    throw new Error(`no section at ${JSON.stringify(place)}`)
  return { runbook, section }
}

/** Whether two places are in one section of one call. */
export function sameSection(a: Place | undefined, b: Place): boolean {
  return a?.frame === b.frame && a.runbook === b.runbook && a.section === b.section
}

function end(run: RunInHand, effect: Extract<Effect, { kind: 'end' }>, observe: Observer): RunEnd {
  crashPoint('before-end')
  observe({ kind: 'ended', view: run.view(), effect })
  return { kind: 'ended', effect }
}

interface Rest {
  readonly why: SuspendedWhy
  readonly reason: string
  readonly note?: string
}

/** A run that cannot even record its rest has rested all the same: the journal ends before it. */
function suspend(run: RunInHand, { observe, clock, interrupts }: LoopOptions, rest: Rest): RunEnd {
  const { why, reason } = rest
  const said = rest.note ?? (why === 'operator' ? interrupts.note?.() : undefined)
  const note = said === undefined ? {} : { note: said }
  try {
    run.note({ at: clock.now(), type: 'suspended', why, reason, ...note })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    observe({
      kind: 'warned',
      message: error.message,
      ...(error.help === undefined ? {} : { help: error.help }),
    })
  }
  observe({ kind: 'suspended', view: run.view(), why, reason, ...note })
  return { kind: 'suspended', why, reason }
}
