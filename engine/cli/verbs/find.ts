import type { Command } from 'commander'
import { UserError } from '../exit.ts'
import { settingsOf } from '../settings.ts'

const oneWay = 'give words, `--alert NAME` or `--log FILE`; a name of several words stands in quotes'

/** `runbook find WORDS`: search by title, symptom, alert and text; `--alert NAME`: what an alert leads to; `--log FILE`: what the lines of a log point to. */
export function registerFind(program: Command): void {
  program
    .command('find')
    .description('search the library: a symptom, an alert, words of an error')
    .argument('[words...]', 'what you see, in your words')
    .option('--alert <name>', 'the runbooks that this very alert leads to')
    .option('--log <file>', 'the runbooks that the lines of a log point to; `-` reads standard input')
    .action(async (words: string[], { alert, log }: { alert?: string; log?: string }, command: Command) => {
      const ways = [words.length > 0, alert !== undefined, log !== undefined].filter(Boolean).length
      if (ways > 1) throw new UserError('`find` looks for one thing at a time', { help: oneWay })
      if (log !== undefined) {
        const { findByLog } = await import('../actions/find-log.ts')
        process.exitCode = await findByLog(log, settingsOf(command))
        return
      }
      const { find, findAlert } = await import('../actions/find.ts')
      const settings = settingsOf(command)
      await (alert === undefined ? find(words.join(' '), settings) : findAlert(alert, settings))
    })
}
