import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { RunMachine } from '../machine/types.ts'
import { unifiedDiff } from './change/diff.ts'

/**
 * What has become of the runbooks' files since a run began. The run goes on with the texts it began with; the
 * operator is told when a file now says something else, with the difference.
 */
export function changesSince(
  machine: RunMachine,
  directory: string,
): { readonly message: string; readonly help?: string }[] {
  return [...machine.runbooks].flatMap(([path, { text }]) => {
    const now = read(resolve(directory, path))
    if (now === text) return []
    const message = `\`${path}\` ${now === undefined ? 'is gone' : 'has changed'} since the run began; the run keeps the text it began with`
    return now === undefined ? [{ message }] : [{ message, help: unifiedDiff(path, text, now) }]
  })
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
