import { join } from 'node:path'
import { statSync } from 'node:fs'
import { counted } from '../counted.ts'
import { openCache, type Cache } from '../library/cache.ts'
import { readCatalog, type CatalogEntry } from '../library/catalog.ts'
import { packageRoot } from '../library/installation.ts'
import { findLibraryFolder, openLibrary, type Library } from '../library/library.ts'
import { nearest } from '../suggest.ts'
import { UserError } from './exit.ts'
import type { Settings } from './settings.ts'

/** What nearly every verb needs: the library that the user means, and the cache of this user. */
export interface Workbench {
  readonly library: Library
  readonly cache: Cache
  readonly catalog: () => Promise<CatalogEntry[]>
}

/**
 * Opens the library: `--library`, else `RUNBOOK_LIBRARY`, else the nearest `runbooks/` upwards, else the
 * bundled one. @throws UserError when the named folder does not exist.
 */
export function openWorkbench(settings: Settings, options: { readonly readOnly?: boolean } = {}): Workbench {
  const named = settings.library ?? process.env.RUNBOOK_LIBRARY
  const folder = findLibraryFolder(named, process.cwd(), join(packageRoot, 'runbooks'))
  if (folder === undefined) {
    throw new UserError(`there is no folder \`${named}\``, {
      help: 'name a folder of runbooks with `--library DIR`, or make one with `runbook init`',
    })
  }
  const library = openLibrary(folder)
  const cache = openCache(process.env, options)
  return { library, cache, catalog: () => readCatalog(library, cache) }
}

/**
 * The file that a user means by an id (`RB-005`, in any case) or by a path.
 * @throws UserError with the nearest ids when there is none.
 */
export async function findRunbook(workbench: Workbench, name: string): Promise<string> {
  const file = fileNamed(name)
  if (file !== undefined) return file
  const catalog = await workbench.catalog()
  const wanted = name.toLowerCase()
  const entry = catalog.find((candidate) => candidate.id.toLowerCase() === wanted)
  if (entry !== undefined) return entry.file
  const near = nearest(
    name,
    catalog.map((candidate) => candidate.id),
  )
  const hint = near.length > 0 ? `did you mean ${near.map((id) => `\`${id}\``).join(' or ')}?` : undefined
  throw new UserError(`there is no runbook \`${name}\` in ${workbench.library.folder}`, {
    help: `${hint ?? `it holds ${counted(catalog.length, 'runbook')}`} (\`runbook list\` shows them, \`runbook find WORDS\` searches)`,
  })
}

/**
 * The Markdown file that a name is a path of; nothing when it is no path.
 * @throws UserError for a path of something else, or of nothing.
 */
function fileNamed(name: string): string | undefined {
  const markdown = /\.md$/i.test(name)
  const found = statSync(name, { throwIfNoEntry: false })
  if (markdown && found?.isFile() === true) return name
  if (markdown && found === undefined)
    throw new UserError(`there is no file \`${name}\``, {
      help: 'check the path, or name a runbook by its id',
    })
  if (!markdown && !name.includes('/') && found?.isFile() !== true) return undefined
  const what =
    found === undefined ? 'is not there' : found.isDirectory() ? 'is a folder' : 'is no Markdown file'
  throw new UserError(`\`${name}\` ${what}`, {
    help: 'name one runbook: its id, or a file that ends in `.md` (`--library DIR` names a folder of them)',
  })
}
