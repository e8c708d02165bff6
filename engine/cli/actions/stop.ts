import { exit, UserError, type Exit } from '../exit.ts'
import { handOf } from '../run/identity.ts'
import { keepReport, pinnedParser } from '../run/record.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { openCommands } from '../../run/command/open.ts'
import { resumeRun } from '../../run/resume.ts'
import type { RunInHand } from '../../run/run.ts'
import { stopRun, type LastCommand } from '../../run/stop.ts'
import { findRun } from '../../run/store.ts'
import type { Commands } from '../../run/commands.ts'

/**
 * Ends an open run with a reason; a command of it that still runs is stopped. Nothing is started and nothing is undone.
 * @throws {Refusal} when somebody holds the run, or when it is over
 */
export async function stop(id: string, reason: string, settings: Settings): Promise<Exit> {
  if (reason.trim() === '')
    throw new UserError('a reason is needed', { help: 'say in a few words why, with `--reason TEXT`' })
  const folder = findRun(stateFolder(), id)
  const hand = handOf()
  const run = await resumeRun({ ...hand, folder, parse: pinnedParser(), secrets: () => Promise.resolve([]) })
  const commands = commandsOf(run)
  try {
    const { clock, operator } = hand
    const last = await stopRun(run, { commands, clock, user: operator.user, reason })
    if (!settings.quiet) process.stderr.write(stoppedText(run, last))
  } finally {
    run.close()
    await commands.close()
  }
  await keepReport(folder)
  return exit.ok
}

/** The door to what the run's supervisor still has in hand; nothing is started through it. */
function commandsOf({ folder, id, bindings, epoch }: RunInHand): Commands {
  return openCommands({ runDirectory: folder, runId: id, bindings, environment: process.env, epoch })
}

function stoppedText({ id, effect }: RunInHand, last: LastCommand | undefined): string {
  const stopped = effect.kind === 'end' && effect.result !== 'stopped'
  const ended = stopped ? `${id} had ended meanwhile: ${effect.result}` : `stopped ${id}`
  const record = `its record: \`runbook report ${id}\`\n`
  return last === undefined ? `${ended}; ${record}` : `${lastText(last)}\n${ended}; ${record}`
}

function lastText({ section, state, detail }: LastCommand): string {
  const command = `the command of \`${section}\``
  if (state === 'stopped') return `${command} was still running and was stopped`
  if (state === 'finished') return `${command} had ended meanwhile; its outcome is in the record`
  return `it is not known what became of ${command}: ${detail ?? ''}`
}
