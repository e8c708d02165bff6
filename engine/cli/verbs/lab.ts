import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook lab …`: the stand-in services that runbooks are tried on. */
export function registerLab(program: Command): void {
  const lab = program.command('lab').description('the stand-in services of the bundled labs')
  lab
    .command('up')
    .description('start a lab, with a fault in it if you like; one that runs is kept')
    .argument('<name[:fault]>', 'as in `memory-service` or `memory-service:slow-storage`')
    .action(async (words: string, _options: object, command: Command) => {
      const { labUp } = await import('../actions/lab.ts')
      process.exitCode = await labUp(words, settingsOf(command))
    })
  lab
    .command('down')
    .description('end a lab')
    .argument('<name>')
    .action(async (name: string, _options: object, command: Command) => {
      const { labDown } = await import('../actions/lab.ts')
      process.exitCode = await labDown(name, settingsOf(command))
    })
  lab
    .command('fault')
    .description('put a fault into a running lab; `none` puts everything back')
    .argument('<name>')
    .argument('<fault>')
    .action(async (name: string, fault: string, _options: object, command: Command) => {
      const { labFault } = await import('../actions/lab.ts')
      process.exitCode = await labFault(name, fault, settingsOf(command))
    })
  lab
    .command('status')
    .description('what a running lab is and gives to a run; ends with 1 when it is down')
    .argument('<name>')
    .action(async (name: string, _options: object, command: Command) => {
      const { labStatus } = await import('../actions/lab.ts')
      process.exitCode = await labStatus(name, settingsOf(command))
    })
  lab
    .command('list')
    .description('the labs, whether they run, and the faults that they know')
    .action(async (_options: object, command: Command) => {
      const { labList } = await import('../actions/lab.ts')
      process.exitCode = await labList(settingsOf(command))
    })
}
