import { digest, type Cache } from '../../library/cache.ts'
import { checksum } from '../../library/checksum.ts'
import type { Mark } from '../../library/library.ts'
import type { Appraisal } from './appraise.ts'
import { pack, unpack, type Packed } from './packed.ts'

/** Appraisals that are remembered: those of one question, in one file and a small one of what came since. */
export interface Kept {
  /** What was said of a file in this very state. */
  get(mark: Mark): Appraisal | undefined
  /** Keeps these, and in time forgets all others. */
  keep(pages: ReadonlyMap<string, Appraisal>): void
}

/** The file of all is written anew when more than one in so many of its pages have changed. */
const enough = 20

/** Reads what is remembered. @param question all that an appraisal depends on beside a file */
export function openKept(cache: Cache, question: string): Kept {
  const name = `pages-${checksum(question)}`
  const all = unseal(cache.read(name), question)
  const since = unseal(cache.read(`${name}-since`), all.seal)
  return {
    get(mark) {
      const key = keyOf(mark)
      const packed = since.pages.get(key) ?? all.pages.get(key)
      return packed === undefined ? undefined : unpack(packed)
    },
    keep(pages) {
      const fresh = [...pages.values()].filter((page) => !all.pages.has(keyOf(page)))
      const gone = all.pages.size - (pages.size - fresh.length)
      if ((fresh.length + gone) * enough > all.pages.size) cache.write(name, seal(question, pages.values()))
      else if (!fresh.every((page) => since.pages.has(keyOf(page))))
        cache.write(`${name}-since`, seal(all.seal, fresh))
    },
  }
}

const keyOf = ({ path, digest: state }: Mark): string => JSON.stringify([path, state])

/** Appraisals as they were kept, and the hash of all of it: none when there are none. */
interface Unsealed {
  readonly seal: string
  readonly pages: ReadonlyMap<string, Packed>
}

/** Behind a hash, what it belongs to, then three lines for each file: which one in which state, and what was said of it. */
function seal(belongsTo: string, pages: Iterable<Appraisal>): string {
  const lines = [...pages].flatMap((page) => [keyOf(page), ...pack(page)])
  const body = [JSON.stringify(belongsTo), ...lines].join('\n')
  return `${digest(body)}\n${body}`
}

function unseal(sealed: string | undefined, belongsTo: string): Unsealed {
  const end = sealed?.indexOf('\n') ?? -1
  const body = sealed?.slice(end + 1) ?? ''
  const [asked, ...lines] = body.split('\n')
  const hash = sealed?.slice(0, end) ?? ''
  const pages = new Map<string, Packed>()
  if (asked !== JSON.stringify(belongsTo) || hash !== digest(body)) return { seal: '', pages }
  for (let at = 0; at < lines.length; at += 3)
    pages.set(lines[at] ?? '', [lines[at + 1] ?? '', lines[at + 2] ?? ''])
  return { seal: hash, pages }
}
