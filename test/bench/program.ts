import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './measure.ts'

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'runbook.cjs')

/** The floor of every start. */
export const emptyNode: Command = { name: 'node -e 0', words: [process.execPath, '-e', '0'] }

/** A whole start of the program with its own state and cache below `folder`, where its `runbooks/` are. */
export function program(folder: string, words: readonly string[], more: Partial<Command> = {}): Command {
  return {
    name: `runbook ${words.join(' ')}`,
    words: [process.execPath, launcher, ...words],
    directory: folder,
    environment: {
      RUNBOOK_STATE: join(folder, 'state'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      NO_COLOR: '1',
    },
    ...more,
  }
}

/** Takes away what former starts left below `folder`. */
export function forget(folder: string, ...what: readonly ('state' | 'cache')[]): void {
  for (const name of what) rmSync(join(folder, name), { recursive: true, force: true })
}

/** Puts a runbook into the library of `folder`. */
export function putRunbook(folder: string, name: string, text: string): void {
  mkdirSync(join(folder, 'runbooks'), { recursive: true })
  writeFileSync(join(folder, 'runbooks', name), text)
}
