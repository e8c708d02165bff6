import { type Command, Option } from 'commander'
import { settingsOf } from '../settings.ts'

interface Flags {
  format: 'pretty' | 'github' | 'sarif' | 'junit' | 'json'
  strict?: true
  fix?: true
  changed?: string | true
  clicks?: true
  shellcheck?: true
}

/** `runbook validate`: every check on every runbook. */
export function registerValidate(program: Command): void {
  program
    .command('validate')
    .description('check runbooks: format, commands, links, and every path of their machines')
    .argument('[paths...]', 'files and folders (default: the library)')
    .addOption(
      new Option('--format <format>', 'how to answer')
        .choices(['pretty', 'github', 'sarif', 'junit', 'json'])
        .default('pretty'),
    )
    .option('--strict', 'warnings count as errors')
    .option('--fix', 'make the repairs that are safe, and show the difference')
    .option(
      '--changed [ref]',
      'only what differs from a commit (default: HEAD), and what shows between files',
    )
    .option('--shellcheck', 'ask shellcheck about every shell block, too')
    .option(
      '--clicks',
      'print how many links lie between each alert or symptom and the first step that helps',
    )
    .action(async (paths: string[], flags: Flags, command: Command) => {
      const { validate } = await import('../actions/validate.ts')
      const settings = settingsOf(command)
      const { strict = false, fix = false, clicks = false, shellcheck = false, changed } = flags
      const format = settings.json ? 'json' : flags.format
      const ref = changed === true ? 'HEAD' : changed
      process.exitCode = await validate(
        paths,
        { format, strict, fix, clicks, shellcheck, ...(ref !== undefined && { changed: ref }) },
        settings,
      )
    })
}
