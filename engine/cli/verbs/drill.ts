import { type Command, Option } from 'commander'
import type { DrillFlags } from '../drill/flags.ts'
import { wholeNumber } from '../drill/flags.ts'
import { folderPath } from '../arguments.ts'
import { settingsOf } from '../settings.ts'

/** `runbook drill [ID|FILE…]`: proves runbooks against a lab with a fault in it. */
export function registerDrill(program: Command): void {
  program
    .command('drill')
    .description('prove runbooks: a fault is put into a lab, the runbook is followed, recovery is proven')
    .argument('[names...]', 'runbooks by id or file, drills by name or file, folders (default: the library)')
    .addOption(
      new Option('--format <format>', 'how to answer')
        .choices(['pretty', 'github', 'junit', 'json'])
        .default('pretty'),
    )
    .option('-n, --dry-run', 'check the drills, and start nothing')
    .option('--coverage', 'show which sections and branches the drills take; with `-n` what they say')
    .option('--min-sections <percent>', 'fail when a runbook has less of its sections drilled', wholeNumber)
    .option('--min-branches <percent>', 'fail when a runbook has less of its branches drilled', wholeNumber)
    .option('--mutate', 'take the decisive action away: a drill that still passes proves nothing')
    .option('--keep', 'leave labs and records behind, and say how to look at them and how to end them')
    .option('--jobs <number>', 'drills at a time (default: two for each processor)', wholeNumber)
    .option('--proofs <dir>', 'keep the proofs here (default: the state folder)', folderPath)
    .addHelpText(
      'after',
      '\nexit status: 0 all passed, 1 some failed or coverage is too low, 2 wrong usage, 130/143 ended by a signal',
    )
    .action(async (names: string[], flags: DrillFlags, command: Command) => {
      const { drill } = await import('../actions/drill.ts')
      process.exitCode = await drill(names, flags, settingsOf(command))
    })
}
