import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Source } from '../source.ts'

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

/** Lists the Markdown files of a folder; what is hidden or installed by a package is left out. */
export function openLibrary(folder: string): Library {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.name.endsWith('.md') && !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !left.test(file.slice(folder.length)))
  return { folder, files: files.sort() }
}

const left = /(^|[\\/])(\.|node_modules[\\/])/

/** Reads one file; its path in messages is relative to where the command was started. */
export function readSource(file: string, start: string = process.cwd()): Source {
  const path = relative(start, file)
  return { path: path.startsWith('..') || path === '' ? file : path, text: readFileSync(file, 'utf8') }
}
