import { relative } from 'node:path'
import type { Summary } from '../parse/summary.ts'
import type { Cache } from './cache.ts'
import { checksum } from './checksum.ts'
import { readText, type Library } from './library.ts'

/** One runbook as lists and searches need it. */
export interface CatalogEntry extends Summary {
  /** Absolute path. */
  readonly file: string
  /** Path as messages show it. */
  readonly path: string
}

/** What a file said when it began with `head`; nothing when it is no runbook. */
interface Known {
  readonly head: string
  readonly summary: Summary | null
}

/** A file that begins so may be a runbook. */
const frontmatter = /^\uFEFF?---[ \t]*\r?\n/
/** The end of the frontmatter. */
const closing = /^---[ \t]*\r?$/m

/**
 * The runbooks of a library by what their frontmatter says, by id. Every file is read, and what is remembered
 * of it counts only while the very text that it was decoded from stands there, so the answer is never older
 * than the files. Files without frontmatter, or without an id in it, are no runbooks and are left out.
 */
export async function readCatalog(
  library: Library,
  cache: Cache,
  start: string = process.cwd(),
): Promise<CatalogEntry[]> {
  const name = `catalog-${checksum(library.folder)}`
  const known = parse(cache.read(name)?.toString('utf8'))
  const found: Record<string, Known> = {}
  let news = false
  for (const file of library.files) {
    const text = readText(file)
    if (!frontmatter.test(text)) continue
    const kept = known[file]
    const fits = kept !== undefined && text.startsWith(kept.head)
    found[file] = fits ? kept : await decode(text)
    news ||= !fits
  }
  if (news) cache.write(name, [Buffer.from(seal(found))])
  return Object.entries(found)
    .flatMap(([file, { summary }]) =>
      summary === null ? [] : [{ ...summary, file, path: shorter(relative(start, file), file) }],
    )
    .sort((a, b) => (sortKey(a.id) < sortKey(b.id) ? -1 : 1))
}

/** A runbook without a title takes it from its text, so then all of the text has to stand there. */
async function decode(text: string): Promise<Known> {
  const { readSummary } = await import('../parse/summary.ts')
  const end = closing.exec(text.slice(4))
  const head = end === null ? text : text.slice(0, 4 + end.index + end[0].length)
  const summary = readSummary(text)
  return { head: /^title:/m.test(head) ? head : text, summary }
}

/** Remembered as JSON behind a checksum, which is quicker to load than a hash and enough against a damaged disk. */
function seal(found: Record<string, Known>): string {
  const body = JSON.stringify(found)
  return `${checksum(body)}\n${body}`
}

function parse(sealed: string | undefined): Readonly<Record<string, Known>> {
  const [sum, body = ''] = sealed?.split('\n', 2) ?? []
  return sum === checksum(body) ? (JSON.parse(body) as Record<string, Known>) : {}
}

/** Numbers in ids sort as numbers: RB-9 before RB-10. */
function sortKey(id: string): string {
  return id.replace(/\d+/g, (digits) => digits.padStart(9, '0'))
}

function shorter(path: string, file: string): string {
  return path.startsWith('..') ? file : path
}
