import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { importPage } from '../../import/index.ts'
import { joinPages, linkedPath } from '../../import/join.ts'
import { type Refused, refusal } from '../../import/refuse.ts'
import { readSource } from '../../library/library.ts'
import type { Source } from '../../source.ts'
import { UserError, exit, type Exit } from '../exit.ts'
import { type Page, pagesAt } from '../import/files.ts'
import { stepsOf } from '../progress.ts'
import { type ReadPage, sayChecked, sayImported } from '../import/say.ts'
import { writeRunbooks } from '../import/write.ts'
import type { Settings } from '../settings.ts'

/** The flags of `import`. */
export interface ImportFlags {
  readonly out?: string
  readonly check?: boolean
  readonly prefix?: string
  readonly force?: boolean
}

/**
 * Imports files and folders, and says what was found and what it was unsure of. Status 1 when a file could not be imported or
 * written. @throws UserError for wrong usage
 */
export async function importFiles(
  paths: readonly string[],
  flags: ImportFlags,
  settings: Settings,
): Promise<Exit> {
  checkFlags(flags)
  const read = await readPages(pagesAt(paths), flags, settings)
  const pages = flags.check === true ? read : join(read)
  if (flags.check === true) await sayChecked(pages, settings)
  else await sayImported(pages, writeRunbooks(pages, flags.out ?? '.', flags.force ?? false), settings)
  return pages.every(({ imported, unwritten }) => !('message' in imported) && unwritten.length === 0)
    ? exit.ok
    : exit.failed
}

/** Links between the pages lead to what became of them. */
function join(read: readonly ReadPage[]): ReadPage[] {
  const pages = read.flatMap((page) =>
    'message' in page.imported ? [] : [{ page, imported: page.imported }],
  )
  const joined = joinPages(
    pages.map(({ page, imported }) => ({
      ...imported,
      path: pathOf(page.source),
      folder: page.folder.replaceAll('\\', '/'),
    })),
  )
  const became = new Map(
    pages.map(({ page, imported }, at) => [page, { ...imported, runbooks: joined[at] ?? [] }]),
  )
  return read.map((page) => ({ ...page, imported: became.get(page) ?? page.imported }))
}

const pathOf = ({ path }: Source): string => resolve(path).replaceAll('\\', '/')

function checkFlags({ out, check, prefix }: ImportFlags): void {
  if (out === undefined && check !== true)
    throw new UserError('`--out` is missing', {
      help: 'name a folder with `--out DIR`, or only look with `--check`',
    })
  if (prefix !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._]{0,15}$/.test(prefix))
    throw new UserError(`\`${prefix}\` cannot be a prefix`, {
      help: 'use up to 16 letters and digits, such as `PAY`',
    })
}

/** One after the other: ids that are taken by one page are not given to the next. */
async function readPages(
  pages: readonly Page[],
  { prefix }: ImportFlags,
  settings: Settings,
): Promise<ReadPage[]> {
  const ids = new Set<string>()
  const folders = new Map<string, Set<string>>()
  const progress = stepsOf(settings)('importing', pages.length)
  const sources = pages.map(({ file, folder }) => {
    const source = readSource(file)
    return { folder, source, why: refused(source) }
  })
  const isPage = neighboursAmong(
    sources.flatMap(({ source, why }) => (why === undefined ? [pathOf(source)] : [])),
  )
  const read: ReadPage[] = []
  for (const { folder, source, why } of sources) {
    const files = folders.get(folder) ?? new Set<string>()
    folders.set(folder, files)
    const taken = new Set([...ids, ...files])
    const names = { taken, isPage: isPage(source), ...(prefix === undefined ? {} : { prefix }) }
    const imported = why ?? (await importPage(source, names))
    progress.step(source.path)
    await setImmediate()
    for (const name of taken) (name.startsWith('id:') ? ids : files).add(name)
    read.push({ source, folder, imported, unwritten: [] })
  }
  progress.clear()
  return read
}

/** Tells for each page which links of it lead to another one that will be imported. */
function neighboursAmong(all: readonly string[]): (from: Source) => (href: string) => boolean {
  const paths = new Set(all)
  return (from) => (href) => {
    const path = linkedPath(href, pathOf(from))
    return path !== undefined && path !== pathOf(from) && paths.has(path)
  }
}

/** Why a file is not imported: a file that is longer than what is read of it would lose its end. */
function refused(source: Source): Refused | undefined {
  if (Buffer.byteLength(source.text) >= 512 * 1024)
    return { message: `\`${source.path}\` is larger than 512 KiB`, help: 'split it into several pages' }
  return refusal(source.path, source.text)
}
