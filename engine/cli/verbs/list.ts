import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook list`: the library as a table. */
export function registerList(program: Command): void {
  program
    .command('list')
    .description('list the runbooks of the library')
    .action(async (_options: object, command: Command) => {
      const { list } = await import('../actions/list.ts')
      await list(settingsOf(command))
    })
}
