import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BlockPlace } from '../../machine/types.ts'
import { syncFolder, writeNewFile } from '../disk.ts'
import { sameAttempt, type Attempted } from '../supervisor/protocol.ts'
import type { FileTraits } from './file.ts'

/** What a change of a file left behind before it began, so that it can be undone and its doubt be settled. */
export interface Backup extends Attempted {
  readonly file: string
  /** SHA-256 before and after; `null` for no file. */
  readonly before: string | null
  readonly after: string | null
  readonly traits: FileTraits | null
  /** Whose file it is, when `as=` said so. */
  readonly as?: string
}

const ending = '.backup.json'

/** Keeps the old bytes and what is known of them, on disk when it returns. The bytes are for the operator's eyes alone. */
export function keepBackup(output: string, stem: string, backup: Backup, bytes: Uint8Array | null): void {
  if (bytes !== null) writeNewFile(join(output, `${stem}.backup`), bytes)
  writeNewFile(join(output, stem + ending), JSON.stringify(backup))
  syncFolder(output)
}

/** The backup that an attempt left. */
export function findBackup(output: string, attempt: Attempted): Backup | undefined {
  return readBackups(output).findLast(({ backup }) => sameAttempt(backup, attempt))?.backup
}

/**
 * What the changes of a block are undone to: the file as it was before the first of those that followed on each
 * other. `last` is what the block last made of it.
 */
export function backupToRestore(
  output: string,
  place: BlockPlace,
): { readonly backup: Backup; readonly bytes: Buffer | null; readonly last: string | null } | undefined {
  const own = readBackups(output).filter(({ backup }) =>
    sameAttempt({ ...backup, attempt: 0 }, { place, attempt: 0 }),
  )
  const last = own.at(-1)
  if (last === undefined) return undefined
  let first = last
  for (const earlier of own.toReversed().slice(1)) {
    if (earlier.backup.after !== first.backup.before) break
    first = earlier
  }
  const bytes = first.backup.before === null ? null : readFileSync(join(output, `${first.stem}.backup`))
  return { backup: first.backup, bytes, last: last.backup.after }
}

function readBackups(output: string): { readonly stem: string; readonly backup: Backup }[] {
  return readdirSync(output)
    .filter((name) => name.endsWith(ending))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((name) => ({
      stem: name.slice(0, -ending.length),
      backup: JSON.parse(readFileSync(join(output, name), 'utf8')) as Backup,
    }))
}
