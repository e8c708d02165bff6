import { Option, type Command } from 'commander'
import type { StatsFlags } from '../actions/stats.ts'
import { settingsOf } from '../settings.ts'

/** `runbook stats`: figures over the runs of this machine. */
export function registerStats(program: Command): void {
  program
    .command('stats')
    .description('time to detect, mitigate and resolve, repeats and escalations, from run records')
    .option('--since <time>', 'runs that began from then on: a day, a time, or how long ago (`30d`)')
    .option('--until <time>', 'runs that began up to then')
    .addOption(
      new Option('--by <what>', 'a line for each')
        .choices(['total', 'runbook', 'service', 'severity'])
        .default('total'),
    )
    .option('--repeat <duration>', 'how soon a run of the same runbook is a repeat', '30d')
    .option('--lab', 'count runs against labs, and only those')
    .action(async (flags: StatsFlags, command: Command) => {
      const { stats } = await import('../actions/stats.ts')
      await stats(flags, settingsOf(command))
    })
}
