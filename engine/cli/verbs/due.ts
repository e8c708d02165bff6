import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook due`: the runbooks with a cadence that are due, and when they were last done. */
export function registerDue(program: Command): void {
  program
    .command('due')
    .description('what is due, overdue, and when it was last done')
    .option('--all', 'what is done, too, and when it is due next')
    .addHelpText('after', '\nexit status: 0 nothing is due, 1 something is')
    .action(async ({ all }: { all?: boolean }, command: Command) => {
      const { listDue } = await import('../actions/due.ts')
      process.exitCode = await listDue(all === true, settingsOf(command))
    })
}
