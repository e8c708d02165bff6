import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook watch RUN`: follows a run that somebody else has in hand, without touching it. */
export function registerWatch(program: Command): void {
  program
    .command('watch')
    .description('follow a run from another terminal; nothing can be answered from here')
    .argument('[run]', 'id of the run (default: the newest open one)')
    .action(async (id: string | undefined, _options: object, command: Command) => {
      const { watchRun } = await import('../actions/watch.ts')
      process.exitCode = await watchRun(id, settingsOf(command))
    })
}
