import type { Result, RunEvent } from '../../machine/types.ts'
import type { SuspendedWhy } from '../../run/performer.ts'
import type { RunEnd } from '../../run/runner.ts'
import { exit, type Exit } from '../exit.ts'

const results: Readonly<Record<Result, Exit>> = {
  resolved: exit.ok,
  escalated: exit.escalated,
  stopped: exit.stopped,
  failed: exit.failed,
}

const rests: Readonly<Record<SuspendedWhy, Exit>> = {
  operator: exit.suspended,
  unanswered: exit.unanswered,
  failed: exit.failed,
  'hung-up': exit.unanswered,
  interrupted: exit.interrupted,
  terminated: exit.terminated,
}

/** The exit status of `run` and `resume`. A failure whose last command ran out of time is told apart. */
export function statusOf(end: RunEnd, events: readonly RunEvent[]): Exit {
  const status = end.kind === 'ended' ? results[end.effect.result] : rests[end.why]
  return status === exit.failed && ranOutOfTime(events) ? exit.outOfTime : status
}

function ranOutOfTime(events: readonly RunEvent[]): boolean {
  const last = events.findLast((event) => event.type === 'attempted')
  return last?.type === 'attempted' && last.outcome.ended === 'timed-out'
}
