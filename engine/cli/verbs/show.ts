import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook show ID`: one runbook on the terminal. */
export function registerShow(program: Command): void {
  program
    .command('show')
    .description('show a runbook on the terminal')
    .argument('<runbook>', 'id or file')
    .action(async (name: string, _options: object, command: Command) => {
      const { show } = await import('../actions/show.ts')
      await show(name, settingsOf(command))
    })
}
