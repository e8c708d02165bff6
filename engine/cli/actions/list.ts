import { relative } from 'node:path'
import type { CatalogEntry } from '../../library/catalog.ts'
import type { Settings } from '../settings.ts'
import { table } from '../table.ts'
import { openWorkbench } from '../workbench.ts'

/** Prints the library: a table for people, an array with `--json`. */
export async function list(settings: Settings): Promise<void> {
  const entries = await openWorkbench(settings).catalog()
  if (settings.json) process.stdout.write(`${JSON.stringify(entries.map(publicEntry), null, 2)}\n`)
  else process.stdout.write(table(['ID', 'SEV', 'TARGET', 'SERVICE', 'TITLE'], entries.map(row)))
}

function row(entry: CatalogEntry): string[] {
  return [entry.id, entry.severity ?? '', entry.mttr ?? '', entry.service ?? '', entry.title]
}

/** What programs get: the frontmatter as written, and the path. */
function publicEntry(entry: CatalogEntry): Omit<CatalogEntry, 'file'> {
  const { file, ...shown } = entry
  return { ...shown, path: relative('.', file) }
}
