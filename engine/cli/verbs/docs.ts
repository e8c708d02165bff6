import type { Command } from 'commander'
import { folderPath, portNumber } from '../arguments.ts'
import { settingsOf } from '../settings.ts'

/** `runbook docs …`: the static site. */
export function registerDocs(program: Command): void {
  const docs = program.command('docs').description('the library as a static site that opens from a folder')
  withOptions(docs.command('build').description('write the site; only what changed is made anew'))
    .option('--out <dir>', 'the folder to write', folderPath, 'site')
    .action(async (options: DocsOptions & { out: string }, command: Command) => {
      const { docsBuild } = await import('../actions/docs.ts')
      process.exitCode = await docsBuild(options, settingsOf(command))
    })
  withOptions(
    docs
      .command('serve')
      .description('show the site on this machine, and build it again when a runbook changes'),
  )
    .option('--port <number>', 'the port on 127.0.0.1; 0 takes a free one', portNumber, 0)
    .option('--watch', 'build again when a runbook changes (the default)', true)
    .option('--no-watch', 'show the site as it is now')
    .action(async (options: ServeOptions, command: Command) => {
      const { docsServe } = await import('../actions/docs.ts')
      process.exitCode = await docsServe(options, settingsOf(command))
    })
}

/** What both verbs take. */
export interface DocsOptions {
  readonly name: string
  readonly baseUrl?: string
  readonly sourceUrl?: string
  readonly header?: string
  readonly footer?: string
  readonly theme?: string
  readonly runs?: string
}

/** What serving takes besides. */
export interface ServeOptions extends DocsOptions {
  readonly port: number
  readonly watch: boolean
}

function withOptions(command: Command): Command {
  return command
    .option('--name <words>', 'the name of the site', 'Runbooks')
    .option('--base-url <url>', 'where the site will stand, for the feed')
    .option('--source-url <url>', 'where the library stands on a code host, for links that leave it')
    .option('--header <file>', 'HTML to show above every page')
    .option('--footer <file>', 'HTML to show below every page')
    .option('--theme <file>', 'a stylesheet to put behind the own one')
    .option('--runs <dir>', 'publish the records of the runs in this folder of run folders')
}
