import { type Command, Option } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook validate`: every check on every runbook. */
export function registerValidate(program: Command): void {
  program
    .command('validate')
    .description('check runbooks: format, commands, links, and every path of their machines')
    .argument('[paths...]', 'files and folders (default: the library)')
    .addOption(new Option('--format <format>', 'how to answer').choices(['pretty', 'json']).default('pretty'))
    .option('--strict', 'warnings count as errors')
    .action(async (paths: string[], options: { format: string; strict?: boolean }, command: Command) => {
      const { validate } = await import('../actions/validate.ts')
      const settings = settingsOf(command)
      process.exitCode = await validate(
        paths,
        { json: settings.json || options.format === 'json', strict: options.strict ?? false },
        settings,
      )
    })
}
