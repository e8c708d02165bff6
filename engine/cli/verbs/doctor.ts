import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook doctor`: what this machine lacks. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check this machine: programs that the library needs, and where runs are kept')
    .action(async (_options: object, command: Command) => {
      const { doctor } = await import('../actions/doctor.ts')
      process.exitCode = await doctor(settingsOf(command))
    })
}
