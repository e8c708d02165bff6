import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { noCache, type Cache } from '../../library/cache.ts'
import { isRegularFile, readMark, type Mark } from '../../library/library.ts'
import { linkedPaths } from '../../model/reach.ts'
import { inThreads } from '../threads.ts'
import { appraise, type Appraisal, type Environments } from './appraise.ts'
import { openKept } from './kept.ts'
import { pack, unpack, type Packed } from './packed.ts'

/** Of fewer files than this each runbook is kept for itself, too, so that a run of it starts sooner. */
const fewFiles = 24
/** So many files are worth another thread: it takes as long to start as half of them take. */
const enough = 100
/** Files that a thread is sent at once. */
const portion = 8

/** What a thread runs. */
const thread = { source: join(import.meta.dirname, 'worker.ts'), built: 'validate-worker.cjs' }

/** A file in the state that it is in. */
export interface MarkedFile {
  readonly file: string
  readonly mark: Mark
}

/** The files in the states that they are in now. @throws as the file system does. */
export const marked = (files: readonly string[]): MarkedFile[] =>
  files.map((file) => ({ file, mark: readMark(file) }))

/**
 * Appraises some files and every other that can be reached from them, by path, those first. What was appraised before, in
 * the very same state, is remembered.
 *
 * @param asked what tells this check from others of other files
 * @param read is told each path that had to be read
 */
export async function readPages(
  files: readonly MarkedFile[],
  asked: readonly string[],
  { environments }: Environments,
  cache: Cache,
  read: (path: string) => void,
): Promise<Map<string, Appraisal>> {
  const kept = openKept(cache, JSON.stringify([process.cwd(), asked, environments]))
  const pages = new Map<string, Appraisal>()
  for (let open = files; open.length > 0;) {
    const known = open.map(({ mark }) => kept.get(mark))
    const missing = open.flatMap(({ file }, at) => (known[at] === undefined ? [file] : []))
    const made = await appraiseAll(missing, { environments }, cache, read)
    const found = open.flatMap(({ file }, at) => known[at] ?? made.get(file) ?? [])
    for (const page of found) pages.set(page.path, page)
    open = unread(found, pages)
  }
  kept.keep(pages)
  return pages
}

/** The files that some pages lead to. A link to a file that does not exist is left to the rules. */
function unread(found: readonly Appraisal[], pages: ReadonlyMap<string, Appraisal>): MarkedFile[] {
  const paths = new Set(found.flatMap(({ card }) => linkedPaths(card)))
  const files = marked([...paths].filter((path) => !pages.has(path) && isRegularFile(path)))
  const fresh = new Map(files.map((one) => [one.mark.path, one]))
  return [...fresh.values()].filter(({ mark }) => !pages.has(mark.path))
}

async function appraiseAll(
  files: readonly string[],
  environments: Environments,
  cache: Cache,
  read: (path: string) => void,
): Promise<Map<string, Appraisal>> {
  const made = new Map<string, Appraisal>()
  const waiting = files.values()
  const take = (page: Appraisal, file: string): void => {
    made.set(file, page)
    read(page.path)
  }
  const here = async (): Promise<void> => {
    const written = files.length < fewFiles ? cache : noCache
    for (const file of waiting) {
      take(unpack(pack(await appraise(file, environments, written))), file)
      await setImmediate()
    }
  }
  const elsewhere = (done: unknown, sent: readonly string[]): void => {
    for (const [at, packed] of (done as readonly Packed[]).entries()) take(unpack(packed), sent[at] ?? '')
  }
  const threads = Math.min(availableParallelism() - 1, Math.floor(files.length / enough))
  await Promise.all([here(), inThreads(thread, threads, portions(waiting), elsewhere, environments)])
  return made
}

function* portions(waiting: Iterator<string>): Generator<string[], undefined> {
  for (;;) {
    const files: string[] = []
    while (files.length < portion) {
      const next = waiting.next()
      if (next.done === true) break
      files.push(next.value)
    }
    if (files.length === 0) return undefined
    yield files
  }
}
