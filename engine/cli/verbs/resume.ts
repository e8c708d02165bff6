import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'
import type { RunFlags } from '../run/flags.ts'
import { collect, withAnswers } from './answering.ts'

/** `runbook resume [RUN]`: goes on with a run that is open. */
export function registerResume(program: Command): void {
  withAnswers(program.command('resume'))
    .description('go on with a run that was interrupted, suspended or handed over')
    .argument('[run]', 'id of the run (default: the newest open one)')
    .option('--input <name=value>', 'give an input that was missing so far (repeatable)', collect)
    .option(
      '--input-file <file>',
      'read secrets, which were never written down, and missing inputs from a file of NAME=VALUE lines',
    )
    .option('--note <text>', 'a word about the handover, for the record')
    .option('--steal', 'take the run over from whoever holds it')
    .action(async (id: string | undefined, flags: RunFlags, command: Command) => {
      const { resume } = await import('../actions/resume.ts')
      process.exitCode = await resume(id, flags, settingsOf(command))
    })
}
