import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'
import type { RunFlags } from '../run/flags.ts'

/** `runbook resume [RUN]`: goes on with a run that is open. */
export function registerResume(program: Command): void {
  program
    .command('resume')
    .description('go on with a run that was interrupted, suspended or handed over')
    .argument('[run]', 'id of the run (default: the newest open one)')
    .option(
      '--input-file <file>',
      'read secrets from a file of NAME=VALUE lines; they were never written down',
    )
    .option('--step', 'pause before every block')
    .option('-y, --yes', 'answer [!WARNING] gates; never [!CAUTION]')
    .option(
      '--confirm <section=text>',
      'type the text of a [!CAUTION] gate ahead of time (repeatable)',
      collect,
    )
    .option('--choose <section=answer>', 'take this branch of a decision (repeatable)', collect)
    .option('--steal', 'take the run over from whoever holds it')
    .option('--non-interactive', 'ask nobody: what cannot be answered fails the run')
    .action(async (id: string | undefined, flags: RunFlags, command: Command) => {
      const { resume } = await import('../actions/resume.ts')
      process.exitCode = await resume(id, flags, settingsOf(command))
    })
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}
