import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'
import type { RunFlags } from '../run/flags.ts'
import { collect, withAnswers } from './answering.ts'

/** `runbook run ID|FILE`: runs a runbook, step by step. */
export function registerRun(program: Command): void {
  withAnswers(program.command('run'))
    .description('run a runbook, step by step')
    .argument('<runbook>', 'id or file')
    .option('-n, --dry-run', 'show the whole plan; execute and write nothing')
    .option('--explore', 'a dry run that also runs `read` and `ask` blocks')
    .option('--input <name=value>', 'give an input; never a secret (repeatable)', collect)
    .option('--input-file <file>', 'read inputs, secrets too, from a file of NAME=VALUE lines')
    .option('--from <section>', 'start at this section')
    .option('--incident <ref>', 'a ticket or incident to name in the record')
    .option('--began <time>', 'when the harm began: a time, or how long ago (`30m`)')
    .option('--detected <time>', 'when it was noticed')
    .option('--lab <name[:fault]>', 'run against a bundled stand-in service')
    .addHelpText(
      'after',
      '\nexit status: 0 resolved, 1 failed, 2 wrong usage, 3 nobody could answer, 4 suspended,\n5 escalated, 6 stopped, 124 out of time, 130/143 ended by a signal and resumable',
    )
    .action(async (name: string, flags: RunFlags, command: Command) => {
      const { run } = await import('../actions/run.ts')
      process.exitCode = await run(name, flags, settingsOf(command))
    })
}
