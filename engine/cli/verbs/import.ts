import type { Command } from 'commander'
import { folderPath } from '../arguments.ts'
import { settingsOf } from '../settings.ts'

/** `runbook import FILE… --out DIR`: plain Markdown in, runbooks out. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('turn plain Markdown into runbooks, and list what it was unsure of')
    .argument('<paths...>', 'Markdown files, and folders of them')
    .option('--out <dir>', 'where the runbooks are written', folderPath)
    .option('--check', 'write nothing: only say what is found')
    .option('--prefix <prefix>', 'stands before the ids that are made')
    .option('--force', 'replace files that are there already')
    .action(
      async (
        paths: string[],
        options: { out?: string; check?: boolean; prefix?: string; force?: boolean },
        command: Command,
      ) => {
        const { importFiles } = await import('../actions/import.ts')
        process.exitCode = await importFiles(paths, options, settingsOf(command))
      },
    )
}
