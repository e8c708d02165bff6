import { isUtf8 } from 'node:buffer'
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
  type Dirent,
} from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Source } from '../source.ts'
import { digest } from './cache.ts'

/** A folder of runbooks. */
export interface Library {
  /** Absolute path of the folder. */
  readonly folder: string
  /** Absolute paths of its Markdown files, sorted. */
  readonly files: readonly string[]
}

/**
 * The folder that holds the runbooks: the one that was named, else the nearest `runbooks/` found
 * upwards from `start`, else the `fallback` that came with the program.
 */
export function findLibraryFolder(
  named: string | undefined,
  start: string,
  fallback?: string,
): string | undefined {
  if (named !== undefined) return existsSync(named) ? resolve(named) : undefined
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const candidate = join(folder, 'runbooks')
    if (existsSync(candidate) && statSync(candidate).isDirectory()) return candidate
    if (dirname(folder) === folder) return fallback
  }
}

/**
 * Lists the Markdown files of a folder. What is hidden or installed by a package is left out, and so is what is no
 * regular file below the folder: a pipe, a device, a link that leads elsewhere.
 */
export function openLibrary(folder: string): Library {
  return { folder, files: filesIn(folder, folder, '.md').sort() }
}

/** Absolute paths of the drills below a folder, sorted; what `openLibrary` leaves out is left out. */
export function openDrills(folder: string): string[] {
  return filesIn(folder, folder, drillEnding).sort()
}

/** How the file of a drill ends; what stands before it is the drill's id. */
export const drillEnding = '.drill.yaml'

/** Links to folders are not followed: one to the root would have everything read. */
function filesIn(folder: string, library: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('.')) return []
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path, library, ending)
    return entry.name.endsWith(ending) && (entry.isFile() || leadsInside(entry, library)) ? [path] : []
  })
}

function leadsInside(entry: Dirent, folder: string): boolean {
  if (!entry.isSymbolicLink()) return false
  try {
    const target = realpathSync(join(entry.parentPath, entry.name))
    return target.startsWith(realpathSync(folder) + sep) && isRegularFile(target)
  } catch {
    return false
  }
}

/** Whether a path leads to a file whose end can be reached. */
export function isRegularFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** Reads one file; its path in messages is relative to where the command was started. */
export function readSource(file: string, start: string = process.cwd()): Source {
  return sourceOf(file, start, readBytes(file))
}

function sourceOf(file: string, start: string, bytes: Buffer): Source {
  return {
    path: shownPath(file, start),
    text: bytes.toString('utf8'),
    ...(bytes.length === mostBytes || isUtf8(bytes) ? {} : { damaged: true }),
  }
}

function shownPath(file: string, start: string): string {
  const path = relative(start, file)
  return path.startsWith('..') || path === '' ? file : path
}

/** One state of one file. */
export interface Mark {
  /** As in `Source`. */
  readonly path: string
  /** SHA-256 of what is read of it, in hex. */
  readonly digest: string
}

/** The state that a file is in now, without keeping its text. @throws as the file system does. */
export function readMark(file: string, start: string = process.cwd()): Mark {
  return { path: shownPath(file, start), digest: digest(readBytes(file)) }
}

/** A file with the state that it is in. @throws as the file system does. */
export function readMarked(file: string, start: string = process.cwd()): Source & Mark {
  const bytes = readBytes(file)
  return { ...sourceOf(file, start, bytes), digest: digest(bytes) }
}

/** Bytes of a file that are read: more than a runbook may have, so that the parser still finds it too large. */
const mostBytes = 512 * 1024

/** The text of a regular file, or its first bytes: of one that is too large no more are read. @throws as the file system does. */
export function readText(file: string, most: number = mostBytes): string {
  return readBytes(file, most).toString('utf8')
}

function readBytes(file: string, most: number = mostBytes): Buffer {
  const opened = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(opened)
    if (!stat.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EINVAL', path: file })
    const bytes = Buffer.allocUnsafe(Math.min(stat.size, most))
    return bytes.subarray(0, readSync(opened, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(opened)
  }
}
