import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { digest, type Cache } from '../../library/cache.ts'
import type { Drawn, Facts, Fragment } from '../../../renderers/docs/types.ts'
import { inThreads } from '../threads.ts'
import { makeFragment, type Made, type Page } from './fragment.ts'
import type { Pieces } from './tools.ts'

/** Fewer pages than this are made here: a thread takes as long to start as they take to be made. */
const fewPages = 24

/** What a thread runs. */
const thread = { source: join(import.meta.dirname, 'worker.ts'), built: 'site-worker.cjs' }

/**
 * The fragment of each page, in order. Those that were made before, of the very same text by the very same engine, are
 * remembered. Many are made by several threads. `progress` is told how many are done.
 */
export async function readFragments(
  pages: readonly Page[],
  cache: Cache,
  progress: (done: number, path: string) => void,
): Promise<Fragment[]> {
  const known = pages.map((page) => remembered(page, cache))
  const missing = pages.flatMap((page, index) => (known[index] === undefined ? [{ page, index }] : []))
  let done = pages.length - missing.length
  progress(done, '')
  const keep = (made: Made, { page, index }: { page: Page; index: number }): void => {
    const key = keyOf(page)
    cache.set('drawn', key, made.drawn)
    cache.set('facts', key, made.facts)
    cache.set('pieces', page.path, made.pieces)
    known[index] = { ...made.facts, key, drawn: () => Promise.resolve(made.drawn) }
    progress(++done, page.path)
  }
  if (missing.length < fewPages)
    for (const one of missing) {
      keep(await makeFragment(one.page, piecesOf(one.page, cache)), one)
      await setImmediate()
    }
  else {
    const threads = Math.min(availableParallelism(), missing.length)
    await inThreads(thread, threads, missing.values(), (made, one) => keep(made as Made, one))
  }
  return known.filter((fragment) => fragment !== undefined)
}

/** What was drawn is read only when its page is written. */
function remembered(page: Page, cache: Cache): Fragment | undefined {
  const key = keyOf(page)
  const facts = cache.get('facts', key) as Facts | undefined
  const drawn = async (): Promise<Drawn> =>
    (cache.get('drawn', key) as Drawn | undefined) ?? (await makeFragment(page)).drawn
  return facts && { ...facts, key, drawn }
}

/** Those of the last state of a page: most of them stay when it is edited. */
function piecesOf({ path }: Page, cache: Cache): Pieces | undefined {
  return cache.get('pieces', path) as Pieces | undefined
}

/** What a page is remembered by, and what it is known by to whoever writes it: hashed once, not compared text by text. */
function keyOf({ path, text, sourceUrl = '' }: Page): string {
  return digest([path, sourceUrl, text].join('\n'))
}
