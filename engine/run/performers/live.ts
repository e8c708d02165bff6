import type { Effect } from '../../machine/types.ts'
import { orInterrupted, interruptionReasons } from '../interrupts.ts'
import type { Performed, Performer, RunView } from '../performer.ts'
import { performAttempt } from './attempt.ts'
import { present, type LiveDoors } from './doors.ts'
import { askGate, askInstruction, askRecovery, askSettlement, askTick } from './questions.ts'
import { takeBranch } from './decision.ts'
import { tellMessage } from './message.ts'
import { askWhoWasTold } from './escalation.ts'
import { SideBySide } from './side-by-side.ts'

/** Performs effects for real: commands are started, the operator is asked, time passes. */
export function livePerformer(doors: LiveDoors): Performer {
  const checks = new SideBySide(doors)
  const asked = new Set<number>()
  return {
    async perform(effect, view) {
      if (effect.kind === 'end') throw new Error('the end of a run is not performed')
      await askWhoWasTold(view, doors, asked)
      if (effect.kind === 'attempt') return performAttempt(effect, view, doors)
      if (effect.kind === 'together') return checks.perform(effect, view)
      return untilInterrupted(performRest(effect, view, doors), doors.interrupts.signal)
    },
  }
}

function performRest(
  effect: Exclude<Effect, { kind: 'attempt' | 'together' | 'end' }>,
  view: RunView,
  doors: LiveDoors,
): Promise<Performed> {
  switch (effect.kind) {
    case 'confirm':
      return askGate(effect, view, doors)
    case 'choose':
      return takeBranch(effect, view, doors)
    case 'tell':
      return tellMessage(effect, view, doors)
    case 'tick':
      return askTick(effect, view, doors)
    case 'instruct':
      return askInstruction(effect, view, doors)
    case 'recover':
      return askRecovery(effect, view, doors)
    case 'settle':
      return askSettlement(effect, view, doors)
    case 'wait':
    default:
      return wait(effect, doors)
  }
}

async function wait(effect: Extract<Effect, { kind: 'wait' }>, doors: LiveDoors): Promise<Performed> {
  const { kind: _, until, deadline, ...place } = effect
  doors.observe({ kind: 'waiting', until, ...present({ deadline }) })
  await doors.clock.until(until, doors.interrupts.signal)
  const { frame, runbook, section, block } = place
  return { kind: 'event', event: { at: doors.clock.now(), type: 'waited', frame, runbook, section, block } }
}

async function untilInterrupted(performing: Promise<Performed>, signal: AbortSignal): Promise<Performed> {
  const first = await orInterrupted(performing, signal)
  if ('value' in first) return first.value
  return { kind: 'suspended', why: first.interrupted, reason: interruptionReasons[first.interrupted] }
}
