import { relative } from 'node:path'
import { jsonText } from '../../../renderers/json.ts'
import { provenWord } from '../../../renderers/proven.ts'
import type { CatalogEntry } from '../../library/catalog.ts'
import { print } from '../print.ts'
import type { Settings } from '../settings.ts'
import { provenIn } from '../proven.ts'
import { table } from '../table.ts'
import { openWorkbench } from '../workbench.ts'

/** Prints the library: a table for people, an array with `--json`. */
export async function list(settings: Settings): Promise<void> {
  const { library, catalog } = openWorkbench(settings)
  const entries = await catalog()
  const provenOf = await provenIn(library.folder)
  const proven = entries.map(({ file }) => provenOf(file))
  if (settings.json) {
    const shown = entries.map((entry, index) => ({ ...publicEntry(entry), proven: proven[index] ?? null }))
    print(jsonText(shown))
    return
  }
  const last = proven.some((one) => one !== undefined) ? ['PROVEN'] : []
  const rows = entries.map((entry, index) =>
    row(
      entry,
      last.map(() => provenWord(proven[index])),
    ),
  )
  print(table(['ID', 'SEV', 'TARGET', ...last, 'SERVICE', 'TITLE'], rows))
}

/** The column of proofs is there when there is one. */
function row(entry: CatalogEntry, proven: readonly string[]): string[] {
  return [entry.id, entry.severity ?? '', entry.mttr ?? '', ...proven, entry.service ?? '', entry.title]
}

/** What programs get: the frontmatter as written, and the path. */
function publicEntry(entry: CatalogEntry): Omit<CatalogEntry, 'file'> {
  const { file, ...shown } = entry
  return { ...shown, path: relative('.', file) }
}
