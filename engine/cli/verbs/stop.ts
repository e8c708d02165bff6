import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook stop RUN`: ends an open run. */
export function registerStop(program: Command): void {
  program
    .command('stop')
    .description('end an open run')
    .argument('<run>', 'id of the run')
    .requiredOption('--reason <text>', 'why; it stands in the record')
    .action(async (id: string, options: { reason: string }, command: Command) => {
      const { stop } = await import('../actions/stop.ts')
      process.exitCode = await stop(id, options.reason, settingsOf(command))
    })
}
