import type { Command } from 'commander'
import { settingsOf } from '../settings.ts'

/** `runbook find WORDS`: search by title, symptom, alert and text. */
export function registerFind(program: Command): void {
  program
    .command('find')
    .description('search the library: a symptom, an alert, words of an error')
    .argument('<words...>', 'what you see, in your words')
    .action(async (words: string[], _options: object, command: Command) => {
      const { find } = await import('../actions/find.ts')
      await find(words.join(' '), settingsOf(command))
    })
}
