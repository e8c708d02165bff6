import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Largest file in bytes that is changed. */
const largest = 4 * 1024 * 1024

/** What matters of a file besides its bytes. */
export interface FileTraits {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** A regular file as it was read. */
export interface FileState extends FileTraits {
  readonly bytes: Buffer
}

/** Names bytes; `null` stands for no file. */
export function digestOfFile(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex')
}

/** Reads a regular file, `null` when there is none. @throws Error with a sentence for links, devices and large files. */
export function readRegularFile(path: string): FileState | null {
  const file = openWithoutLinks(path)
  if (file === undefined) return null
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) throw new Error(`\`${path}\` is not a regular file`)
    if (stat.size > largest) throw new Error(`\`${path}\` is larger than ${largest / 1024 / 1024} MiB`)
    const { mode, uid, gid } = stat
    return { bytes: readFileSync(file), mode: mode & 0o7777, uid, gid }
  } finally {
    closeSync(file)
  }
}

function openWithoutLinks(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return undefined
    if (code === 'ELOOP')
      throw new Error(`\`${path}\` is a symbolic link; name the file itself`, { cause: error })
    throw error
  }
}

/** Puts bytes in a file's place: readers see the old ones or the new ones, with the mode and owner that are given. */
export function replaceRegularFile(path: string, bytes: Uint8Array, traits: FileTraits | null): void {
  const fresh = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString('hex')}`)
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  const file = openSync(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, traits === null ? 0o666 : 0o600)
  try {
    writeFileSync(file, bytes)
    if (traits !== null) {
      const own = fstatSync(file)
      if (own.uid !== traits.uid || own.gid !== traits.gid) fchownSync(file, traits.uid, traits.gid)
      fchmodSync(file, traits.mode)
    }
    fsyncSync(file)
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  syncFolder(dirname(path))
}

/** Takes a file away, durably. */
export function removeRegularFile(path: string): void {
  rmSync(path)
  syncFolder(dirname(path))
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  fsyncSync(folder)
  closeSync(folder)
}
