import { type Command, Option } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook report RUN`: the run record. */
export function registerReport(program: Command): void {
  program
    .command('report')
    .description('print the record of a run: who did what, when, and how it went')
    .argument('[run]', 'id of the run (default: the newest)')
    .addOption(
      new Option('--format <format>', 'how to answer')
        .choices(['markdown', 'html', 'json'])
        .default('markdown'),
    )
    .action(
      async (id: string | undefined, options: { format: 'markdown' | 'html' | 'json' }, command: Command) => {
        const { report } = await import('../actions/report.ts')
        const settings = settingsOf(command)
        await report(id, settings.json ? 'json' : options.format, settings)
      },
    )
}
