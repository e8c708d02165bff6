import type { Command } from 'commander'

/** `runbook init`: a library to start from. */
export function registerInit(program: Command): void {
  program
    .command('init')
    .description('make a library here: a folder `runbooks/` with a first runbook that runs')
    .argument('[dir]', 'where', '.')
    .action(async (folder: string) => {
      const { init } = await import('../actions/init.ts')
      init(folder)
    })
}
