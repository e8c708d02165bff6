import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { readSummary, type Summary } from '../parse/summary.ts'
import { digest, type Cache } from './cache.ts'
import type { Library } from './library.ts'

/** One runbook as lists and searches need it. */
export interface CatalogEntry extends Summary {
  /** Absolute path. */
  readonly file: string
  /** Path as messages show it. */
  readonly path: string
}

type Known = Readonly<Record<string, Summary | null>>

/**
 * The runbooks of a library by what their frontmatter says. Every file is read and hashed, and only what
 * was not met before is decoded, so the answer is never older than the files. Files without frontmatter,
 * or without an id in it, are no runbooks and are left out.
 */
export function readCatalog(library: Library, cache: Cache, start: string = process.cwd()): CatalogEntry[] {
  const known = (cache.get('catalog', library.folder) ?? {}) as Known
  const found: Record<string, Summary | null> = {}
  const entries: CatalogEntry[] = []
  for (const file of library.files) {
    const text = readFileSync(file, 'utf8')
    const key = digest(text)
    const summary = known[key] === undefined ? readSummary(text) : known[key]
    found[key] = summary
    if (summary !== null) entries.push({ ...summary, file, path: shorter(relative(start, file), file) })
  }
  if (Object.keys(found).some((key) => known[key] === undefined)) cache.set('catalog', library.folder, found)
  return entries.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}

function shorter(path: string, file: string): string {
  return path.startsWith('..') ? file : path
}
