import { certaintyOf } from '../classify/shell.ts'
import type { Shell } from '../shell.ts'

/** A command, and what it printed on the page. */
export interface Printed {
  readonly command: string
  readonly output: string
}

/**
 * Reads one command with its output below it, without any prompt: below an empty line, or right below it when none of the
 * lines is a command. Nothing when it cannot be told where the output begins.
 */
export function withOutput(script: string, shell: Shell): Printed | undefined {
  const end = endOfFirst(script)
  const command = script.slice(0, end)
  const output = script.slice(end).replace(/^\s*\n/, '')
  const isCommand = certaintyOf(command, shell) === 'likely' && !command.includes('<<')
  return isCommand && output.trim() !== '' && isOutput(output, shell) ? { command, output } : undefined
}

/** The first line, with those that it goes on in. */
const endOfFirst = (script: string): number => /^(?:.*\\\n)*.*/.exec(script)?.[0].length ?? 0

const isOutput = (text: string, shell: Shell): boolean =>
  certaintyOf(text, shell) === 'no' &&
  text.split('\n').every((line) => line.trim().startsWith('#') || certaintyOf(line, shell) !== 'likely')
