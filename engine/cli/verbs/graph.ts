import { type Command, Option } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook graph ID`: the machine that runs, as a picture or as a definition. */
export function registerGraph(program: Command): void {
  program
    .command('graph')
    .description('print the graph of a runbook: mermaid text, a picture, or the XState machine that runs')
    .argument('<runbook>', 'id or file')
    .addOption(
      new Option('--format <format>', 'what to print').choices(['mermaid', 'svg', 'json']).default('mermaid'),
    )
    .action(async (name: string, options: { format: 'mermaid' | 'svg' | 'json' }, command: Command) => {
      const { graph } = await import('../actions/graph.ts')
      const settings = settingsOf(command)
      await graph(name, settings.json ? 'json' : options.format, settings)
    })
}
