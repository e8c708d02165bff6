import { exit, UserError, type Exit } from '../exit.ts'
import { handOf } from '../run/identity.ts'
import { keepReport, pinnedParser } from '../run/record.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { resumeRun } from '../../run/resume.ts'
import { findRun } from '../../run/store.ts'

/** Ends an open run with a reason. Nothing is started and nothing is undone. @throws {Refusal} when it is held or over. */
export async function stop(id: string, reason: string, settings: Settings): Promise<Exit> {
  if (reason.trim() === '')
    throw new UserError('a reason is needed', { help: 'say in a few words why, with `--reason TEXT`' })
  const folder = findRun(stateFolder(), id)
  const hand = handOf()
  const run = await resumeRun({ ...hand, folder, parse: pinnedParser(), secrets: () => Promise.resolve([]) })
  try {
    run.record({ at: hand.clock.now(), by: hand.operator.user, type: 'stopped', reason })
  } finally {
    run.close()
  }
  await keepReport(folder)
  if (!settings.quiet) process.stderr.write(`stopped ${id}; its record: \`runbook report ${id}\`\n`)
  return exit.ok
}
