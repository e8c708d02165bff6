import type { Verdict } from '../outcome.ts'
import type { Intended } from '../../schemas/journal.ts'
import type { Clock } from './clock.ts'
import { blockAt } from './performers/doors.ts'
import { verdictOf } from './performers/verdict.ts'
import type { RunInHand } from './run.ts'
import type { Commands, Found } from './commands.ts'

/** What became of the command that was in hand when its run was stopped. */
export interface LastCommand {
  readonly section: string
  readonly state: 'stopped' | 'finished' | 'unknown'
  /** What is known when it is unknown how it ended. */
  readonly detail?: string
}

export interface StopOptions {
  readonly commands: Pick<Commands, 'find'>
  readonly clock: Clock
  readonly user: string
  readonly reason: string
}

/**
 * Ends a run that is in hand. A command of it that still runs is stopped first (TERM, the grace, KILL), and how it
 * ended is recorded before the end of the run is. A run that its last command brought to an end stays as it ended.
 */
export async function stopRun(run: RunInHand, options: StopOptions): Promise<LastCommand | undefined> {
  const { clock, user, reason } = options
  let last: LastCommand | undefined
  for (const intent of run.pending) last = (await endCommand(run, intent, options)) ?? last
  if (run.effect.kind !== 'end') run.record({ at: clock.now(), by: user, type: 'stopped', reason })
  return last
}

async function endCommand(
  run: RunInHand,
  intent: Intended,
  { commands, clock }: StopOptions,
): Promise<LastCommand | undefined> {
  const { frame, runbook, section, block, attempt, purpose } = intent
  const place = { frame, runbook, section, block }
  const found = await commands.find({ place, attempt })
  if (found.state === 'never-started') return undefined
  const fact = { ...place, attempt, ...(purpose === 'rollback' ? { purpose } : {}) }
  if (found.state === 'unknown') {
    run.record({ at: clock.now(), type: 'doubted', ...fact, detail: found.detail })
    return { section, state: 'unknown', detail: found.detail }
  }
  const outcome = await endOf(found)
  const interrupted = found.state === 'running' && outcome.ended === 'stopped'
  const verdict = interrupted ? cutShort : await verdictOf(outcome, blockAt(place, run.view()), run.view())
  run.record({ at: clock.now(), type: 'attempted', ...fact, outcome, verdict })
  return { section, state: interrupted ? 'stopped' : 'finished' }
}

function endOf(found: Extract<Found, { state: 'running' | 'finished' }>) {
  if (found.state === 'finished') return found.outcome
  found.running.stop()
  return found.running.outcome
}

/** A stream that is followed, too, was to go on: that it was stopped from outside proves nothing. */
const cutShort: Verdict = {
  held: false,
  checks: [{ expected: 'an end of its own', actual: 'stopped with the run', held: false }],
}
