import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook new ID`: a runbook to start from. */
export function registerNew(program: Command): void {
  program
    .command('new')
    .description('write a runbook to start from')
    .argument('<id>', 'its id, such as DB-001')
    .option('--title <title>', 'its title', 'Say what is wrong in a few words')
    .option('--service <service>', 'the service, and the folder in the library')
    .action(async (id: string, options: { title: string; service?: string }, command: Command) => {
      const { create } = await import('../actions/new.ts')
      await create(id, options, settingsOf(command))
    })
}
