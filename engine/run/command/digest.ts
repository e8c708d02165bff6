import { createHash, createHmac } from 'node:crypto'
import type { Binding, Command } from '../commands.ts'

/**
 * What a confirmation stands for: SHA-256 over the interpreter, the script, the inputs and values, what earlier
 * blocks exported, the user, the directory, and a file with its bytes before and after a change. Secrets enter keyed
 * by the run, so that a guessed one cannot be tried against a journal.
 */
export function digestOf(
  command: Omit<Command, 'digest'>,
  bindings: Iterable<Binding>,
  exports: Readonly<Record<string, string | null>>,
  key: string,
): string {
  const inputs = [...bindings]
    .map(({ name, value, secret }) => [
      name,
      secret ? createHmac('sha256', key).update(value).digest('hex') : value,
    ])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  const { interpreter, script, language, role, as, directory, change } = command
  const whole = [
    interpreter,
    language,
    role,
    script,
    inputs,
    Object.entries(exports).sort(([a], [b]) => (a < b ? -1 : 1)),
    as ?? null,
    directory,
    change === undefined ? null : [change.file, change.before, change.after],
  ]
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex')
}
