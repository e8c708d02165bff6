import { closeSync, fsyncSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../library/folder.ts'

/** Only the operator's account may look into a run: its output may hold what a service shows to nobody else. */
export const folderMode = 0o700
export const fileMode = 0o600

/** Makes a folder's entries durable: a file that was created or renamed in it is found again after power loss. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** Creates a file that must not exist yet, with its bytes on disk; the folder's entry is the caller's to sync. */
export function writeNewFile(path: string, content: string | Uint8Array): void {
  writeFileSync(path, content, { flag: 'wx', mode: fileMode, flush: content.length > 0 })
}

/** Puts a whole file in place of an older one: readers see the old or the new, never a part. Not synced. */
export function replaceFile(path: string, content: string): void {
  const fresh = `${path}.${process.pid}`
  writeFileSync(fresh, content, { mode: fileMode })
  renameSync(fresh, path)
}

/** Creates a folder and those above it, for the operator alone. */
export function makeFolder(...parts: readonly string[]): string {
  const path = join(...parts)
  makeFolders(path, folderMode)
  return path
}

/**
 * Writes all bytes at the end of a file, however many calls it takes: a disk that fills up first takes fewer bytes
 * than it was given and says nothing. `written` is kept true, so that a caller may free space and go on.
 */
export function writeFully(file: number, bytes: Uint8Array, progress: { written: number }): void {
  while (progress.written < bytes.length) {
    const took = writeSync(file, bytes, progress.written, bytes.length - progress.written, null)
    if (took === 0) throw Object.assign(new Error('write took no bytes'), { code: 'ENOSPC' })
    progress.written += took
  }
}
