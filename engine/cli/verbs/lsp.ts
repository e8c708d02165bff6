import { type Command, Option } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook lsp`: the language server for editors. */
export function registerLsp(program: Command): void {
  program
    .command('lsp')
    .description(
      'serve an editor: findings as one types, completion, rename, dry runs (Language Server Protocol)',
    )
    .addOption(new Option('--stdio', 'on standard input and output, as always').hideHelp())
    .addOption(new Option('--clientProcessId <pid>', 'end when this process is gone').hideHelp())
    .action(async (_options: object, command: Command) => {
      const { lsp } = await import('../actions/lsp.ts')
      lsp(settingsOf(command))
    })
}
