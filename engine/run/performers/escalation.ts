import { orInterrupted } from '../interrupts.ts'
import type { RunView } from '../performer.ts'
import type { LiveDoors } from './doors.ts'

/**
 * Asks who was told of the levels whose time has come, once a process for each, and records it. The run goes on
 * whatever is answered.
 * @param asked indices of the levels that were asked about; added to
 */
export async function askWhoWasTold(view: RunView, doors: LiveDoors, asked: Set<number>): Promise<void> {
  const { run, operator, clock, interrupts, user } = doors
  const runbook = view.machine.runbooks.get(view.machine.start)
  for (const untold of runbook === undefined ? [] : run.times.untold) {
    if (asked.has(untold.index) || runbook === undefined) continue
    asked.add(untold.index)
    const answer = await orInterrupted(operator.notify({ ...untold, view, runbook }), interrupts.signal)
    if ('interrupted' in answer || answer.value === undefined || 'nobody' in answer.value) continue
    const { person, by = user } = answer.value
    run.note({ at: clock.now(), by, type: 'notified', level: untold.index, to: untold.level.to, person })
    doors.observe({ kind: 'notified', to: untold.level.to, person })
  }
}
