import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writevSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolders } from './folder.ts'

const day = 24 * 60 * 60 * 1000
/** Milliseconds after which an entry that nothing has read goes. */
const longest = 30 * day
/** Milliseconds that a process may take to write one: what is older was left by a process that was killed. */
const writing = 60 * 60 * 1000
/** Pieces that the system takes in one call: it takes no more than 1,024 (writev(2), IOV_MAX). */
const atOnce = 1_000

/** The bytes of an entry; none when it cannot be read. */
export function readEntry(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** Says once a day that an entry is in use, for `trim`: the time of its last change tells it. */
export function useEntry(file: string, now: number = Date.now()): void {
  try {
    if (now - statSync(file).mtimeMs > day) utimesSync(file, now / 1000, now / 1000)
  } catch {
    // It goes a little earlier.
  }
}

/** Writes an entry whole or not at all. A full or read-only disk costs time, not correctness. */
export function writeEntry(file: string, pieces: readonly Uint8Array[]): void {
  const draft = `${file}.${process.pid}.new`
  try {
    makeFolders(dirname(file))
    writePieces(draft, pieces)
    renameSync(draft, file)
  } catch {
    remove(draft)
  }
}

/** @throws the system's error, and when the disk took a part only */
function writePieces(file: string, pieces: readonly Uint8Array[]): void {
  const opened = openSync(file, 'w', 0o600)
  try {
    for (let at = 0; at < pieces.length; at += atOnce) {
      const some = pieces.slice(at, at + atOnce)
      const length = some.reduce((sum, piece) => sum + piece.length, 0)
      if (writevSync(opened, some) < length) throw new Error('the disk is full')
    }
  } finally {
    closeSync(opened)
  }
}

/**
 * Removes what is no longer used: entries that nothing has read for 30 days, those of engines that were replaced too,
 * and drafts of processes that were killed. It does so once a day.
 */
export function trim(home: string, now: number = Date.now()): void {
  const mark = join(home, 'trimmed')
  try {
    if (now - (statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0) < day) return
    writeFileSync(mark, '')
    for (const { name } of readdirSync(home, { withFileTypes: true }).filter((one) => one.isDirectory()))
      trimFolder(join(home, name), now)
  } catch {
    // The next day is soon enough.
  }
}

function trimFolder(folder: string, now: number): void {
  const files = readdirSync(folder)
  const old = files.filter((name) => {
    const age = now - (statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? now)
    return age > (name.endsWith('.new') ? writing : longest)
  })
  for (const name of old) remove(join(folder, name))
  if (old.length === files.length) rmdirSync(folder)
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // What cannot be removed was not written either.
  }
}
