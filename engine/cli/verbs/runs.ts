import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook runs` and `runbook runs show RUN`: the runs on this machine. */
export function registerRuns(program: Command): void {
  const runs = program
    .command('runs')
    .description('list the runs on this machine: state, where they stand, time against target')
    .action(async (_options: object, command: Command) => {
      const { browseRuns } = await import('../actions/runs.ts')
      process.exitCode = await browseRuns(settingsOf(command))
    })
  runs
    .command('show')
    .description('show one run: where it stands and what happened')
    .argument('<run>', 'id of the run')
    .action(async (id: string, _options: object, command: Command) => {
      const { showRun } = await import('../actions/runs.ts')
      await showRun(id, settingsOf(command))
    })
}
