import type { Place } from '../../machine/types.ts'
import type { Bindings } from '../commands.ts'
import type { RunView } from '../performer.ts'
import { placeOf, type LiveDoors } from './doors.ts'

/**
 * Lets the operator look around with the environment of the run, where its next block would start. Secrets are left out:
 * what a shell prints is not masked. That it was opened is recorded; what was done in it nobody can know.
 */
export async function openShell(place: Place, view: RunView, doors: LiveDoors): Promise<void> {
  const { directory, exports } = doors.commands.session
  const exported = Object.entries(exports).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
  const variables = { ...openValues(view.bindings), ...Object.fromEntries(exported) }
  const status = (await doors.shell?.(directory, { ...variables, RUNBOOK_RUN_ID: view.id })) ?? 127
  const by = doors.user
  doors.run.note({ at: doors.clock.now(), by, type: 'shelled', ...placeOf(place), directory, status })
}

function openValues(bindings: Bindings): Record<string, string> {
  return Object.fromEntries(
    [...bindings.values()].filter(({ secret }) => !secret).map(({ name, value }) => [name, value]),
  )
}
