import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolders } from '../../library/folder.ts'
import type { SiteFile } from '../../../renderers/docs/types.ts'
import type { Cache } from '../../library/cache.ts'
import { UserError } from '../exit.ts'
import { openWritten } from './written.ts'

/** Names the files that a build wrote, so that the next one removes what is gone, and nothing that it did not write. */
const manifest = '.runbook-site'

/** How many files a site has, and how many of them are new, other or gone. */
export interface Written {
  readonly files: number
  readonly changed: number
}

/**
 * Writes the files of a site into a folder: only those that changed, each in one step, and removes those that an earlier
 * build wrote and this one did not.
 * @throws UserError for a folder that holds something else, or that cannot be written
 */
export async function writeSite(folder: string, files: Iterable<SiteFile>, cache: Cache): Promise<Written> {
  const before = readManifest(folder)
  const written = openWritten(folder, cache)
  const names = new Set<string>()
  let changed = 0
  try {
    for (const file of files) {
      names.add(file.path)
      if (!written.holds(file) && writeFile(folder, file.path, await file.text())) changed++
      written.note(file)
    }
    const gone = before.filter((path) => !names.has(path))
    for (const path of gone) rmSync(join(folder, path), { force: true })
    writeFileSync(
      join(folder, manifest),
      [...names]
        .sort()
        .map((name) => `${name}\n`)
        .join(''),
    )
    written.keep()
    return { files: names.size, changed: changed + gone.length }
  } catch (error) {
    throw unwritable(folder, error)
  }
}

function unwritable(folder: string, error: unknown): UserError {
  const why = error instanceof Error ? error.message : String(error)
  return new UserError(`the site cannot be written to \`${folder}\`: ${why}`, {
    help: 'name a folder that can be written with `--out DIR`',
  })
}

/** @throws UserError for a folder that holds something else than a site of ours: it is never written into */
export function assertOurs(folder: string): void {
  readManifest(folder)
}

/** A folder with other people's files in it is never written into. */
function readManifest(folder: string): string[] {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return []
  const file = join(folder, manifest)
  if (existsSync(file))
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.includes('..'))
  throw new UserError(`\`${folder}\` holds files that are no site of ours`, {
    help: 'name a new folder, or an empty one, with `--out DIR`',
  })
}

function writeFile(folder: string, path: string, text: string): boolean {
  const file = join(folder, path)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
  makeFolders(dirname(file), 0o755)
  const draft = `${file}.new`
  writeFileSync(draft, text)
  renameSync(draft, file)
  return true
}
