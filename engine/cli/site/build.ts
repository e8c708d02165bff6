import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { counted } from '../../counted.ts'
import { engineDigest } from '../../library/installation.ts'
import { openLibrary, readText } from '../../library/library.ts'
import type { Fragment, SiteFile, Standing } from '../../../renderers/docs/types.ts'
import { exit, UserError } from '../exit.ts'
import type { Steps } from '../progress.ts'
import type { Workbench } from '../workbench.ts'
import type { Proven } from '../../library/proofs.ts'
import { proofsOf, provenIn } from '../proven.ts'
import type { Page } from './fragment.ts'
import { readFragments } from './fragments.ts'
import { siteClicks } from './clicks.ts'
import { historyOf } from './history.ts'
import { assets } from './assets.ts'
import { readRecords } from './records.ts'

/** How a site is built; everything that is not in the library itself. */
export interface BuildOptions {
  readonly name: string
  readonly baseUrl?: string
  readonly sourceUrl?: string
  /** HTML files of the user's own, shown above and below every page. */
  readonly header?: string
  readonly footer?: string
  /** A stylesheet that comes after ours. */
  readonly theme?: string
  /** A folder of run folders, whose records are published. */
  readonly runs?: string
  /** ISO day. */
  readonly today: string
}

export interface Built {
  readonly files: Iterable<SiteFile>
  readonly runbooks: number
}

/**
 * Makes everything that a site is written from.
 * @throws UserError for links that lead nowhere, with all of them
 */
export async function buildFrom(workbench: Workbench, options: BuildOptions, steps: Steps): Promise<Built> {
  const pages = pagesIn(workbench.library.folder, options.sourceUrl)
  const reading = steps('reading', pages.length)
  const [fragments, changes] = await Promise.all([
    readFragments(pages, workbench.cache, (done, path) => reading.step(path, done)),
    historyOf(workbench.library.folder),
  ])
  reading.clear()
  const { siteFiles, brokenLinks } = await import('../../../renderers/docs/site.ts')
  refuseBroken(brokenLinks(fragments))
  const proven = await provenIn(workbench.library.folder)
  const standing = standingOf(fragments, changes, options.today, (path) =>
    proven(join(workbench.library.folder, path)),
  )
  const records = options.runs === undefined ? [] : await readRecords(options.runs)
  const { name, baseUrl, today } = options
  const files = siteFiles({
    name,
    fragments,
    standing,
    changes,
    clicks: siteClicks(fragments),
    proofs: (await proofsOf(workbench.library.folder)).flatMap(({ proof, outdated }) =>
      outdated ? [] : [proof],
    ),
    records,
    today,
    edition: engineDigest,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(options.header === undefined ? {} : { header: readSlot(options.header) }),
    ...(options.footer === undefined ? {} : { footer: readSlot(options.footer) }),
    assets: assets(options.theme === undefined ? undefined : readSlot(options.theme)),
  })
  return { files, runbooks: fragments.filter(({ frontmatter }) => frontmatter.id !== '').length }
}

/** Every page of Markdown in the library. */
function pagesIn(folder: string, sourceUrl: string | undefined): Page[] {
  return openLibrary(folder).files.map((file) => ({
    path: relative(folder, file).split(sep).join('/'),
    text: readText(file),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
  }))
}

function standingOf(
  fragments: readonly Fragment[],
  changes: Awaited<ReturnType<typeof historyOf>>,
  today: string,
  provenOf: (path: string) => Proven | undefined,
): Map<string, Standing> {
  const newest = new Map(changes.toReversed().map(({ path, date, subject }) => [path, { date, subject }]))
  return new Map(
    fragments.map(({ path }) => {
      const changed = newest.get(path)
      const proven = provenOf(path)
      const known = {
        ...(changed === undefined ? {} : { changed }),
        ...(proven === undefined ? {} : { proven }),
      }
      return [path, { today, ...known }]
    }),
  )
}

function refuseBroken(broken: readonly { path: string; line: number; target: string }[]): void {
  if (broken.length === 0) return
  const list = broken.map(({ path, line, target }) => `  ${path}:${line} leads to ${target}`).join('\n')
  throw new UserError(
    `${counted(broken.length, 'link leads', 'links lead')} nowhere, so no site was written\n${list}`,
    {
      status: exit.failed,
      help: '`runbook validate` shows each in its place',
    },
  )
}

function readSlot(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new UserError(`there is no file \`${file}\``, { help: 'name a file with HTML in it' })
  }
}
