import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BlockPlace } from '../../machine/types.ts'
import { syncFolder, writeNewFile } from '../disk.ts'
import { sameAttempt, type Attempted } from '../supervisor/protocol.ts'
import type { FileTraits } from './file.ts'

/** What a change of a file left behind before it began, so that it can be undone and its doubt be settled. */
export interface Backup extends Attempted {
  /** Kept before a change was undone, for the sake of doubt alone: it is nothing to go back to. */
  readonly undo?: true
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

/** A file as a block found it, and what the block last made of it. */
export interface Restorable {
  readonly backup: Backup
  readonly bytes: Buffer | null
  readonly last: string | null
}

/**
 * What undoes the changes of a block: for each file that it changed, the file as it was before the first of those
 * changes that followed on each other since it was last put back.
 */
export function backupsToRestore(output: string, place: BlockPlace): readonly Restorable[] {
  const own = readBackups(output).filter(({ backup }) =>
    sameAttempt({ ...backup, attempt: 0 }, { place, attempt: 0 }),
  )
  const files = [...new Set(own.map(({ backup }) => backup.file))]
  return files.flatMap((file) => restorable(output, ofNow(own.filter(({ backup }) => backup.file === file))))
}

interface Kept {
  readonly stem: string
  readonly backup: Backup
}

/** The changes since the file was last put back; all of them when nothing says that this came about. */
function ofNow(kept: readonly Kept[]): readonly Kept[] {
  const undo = kept.findLastIndex(({ backup }) => backup.undo === true)
  const next = kept[undo + 1]
  const back = next !== undefined && next.backup.before === kept[undo]?.backup.after
  return kept.slice(back ? undo + 1 : 0).filter(({ backup }) => backup.undo !== true)
}

function restorable(output: string, kept: readonly Kept[]): Restorable[] {
  const last = kept.at(-1)
  if (last === undefined) return []
  let first = last
  for (const earlier of kept.toReversed().slice(1)) {
    if (earlier.backup.after !== first.backup.before) break
    first = earlier
  }
  const bytes = first.backup.before === null ? null : readFileSync(join(output, `${first.stem}.backup`))
  return [{ backup: first.backup, bytes, last: last.backup.after }]
}

function readBackups(output: string): Kept[] {
  return readdirSync(output)
    .filter((name) => name.endsWith(ending))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((name) => ({
      stem: name.slice(0, -ending.length),
      backup: JSON.parse(readFileSync(join(output, name), 'utf8')) as Backup,
    }))
}
