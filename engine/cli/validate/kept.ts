import { digest, digestOf, type Cache } from '../../library/cache.ts'
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
  const all = pagesIn(cache.read(name), question)
  const since = pagesIn(cache.read(`${name}-since`), question)
  return {
    get(mark) {
      const packed = since.find(mark) ?? all.find(mark)
      return packed === undefined ? undefined : unpack(packed)
    },
    keep(pages) {
      const fresh = [...pages.values()].filter((page) => !all.has(page))
      const gone = all.size - (pages.size - fresh.length)
      if ((fresh.length + gone) * enough > all.size) cache.write(name, written([...pages.values()], question))
      else if (!fresh.every((page) => since.has(page))) cache.write(`${name}-since`, written(fresh, question))
    },
  }
}

/** What stands in a file, found by path. */
interface Pages {
  readonly size: number
  has(mark: Mark): boolean
  find(mark: Mark): Packed | undefined
}

interface Index {
  readonly question: string
  readonly rows: readonly Row[]
}

/** Path, state, number of bytes, and how many of them are read at once. */
type Row = readonly [path: string, state: string, length: number, facts: number]

/** The bytes of each page in turn, what tells them apart, then in a line the length of that and the hash of all before. */
function written(pages: readonly Appraisal[], question: string): Uint8Array[] {
  const packed = pages.map(pack)
  const rows = packed.map(({ bytes, facts }, at): Row => {
    const { path = '', digest: state = '' } = pages[at] ?? {}
    return [path, state, bytes.length, facts]
  })
  const index = Buffer.from(JSON.stringify({ question, rows } satisfies Index))
  const pieces = [...packed.map(({ bytes }) => bytes), index]
  return [...pieces, Buffer.from(`\n${index.length} ${digestOf(pieces)}`)]
}

function pagesIn(file: Buffer = Buffer.alloc(0), question: string): Pages {
  const pages = new Map<string, { readonly state: string; readonly packed: Packed }>()
  let start = 0
  for (const [path, state, length, facts] of rowsIn(file, question)) {
    const bytes = file.subarray(start, (start += length))
    pages.set(path, { state, packed: { bytes, facts } })
  }
  const has = ({ path, digest: state }: Mark): boolean => pages.get(path)?.state === state
  return {
    size: pages.size,
    has,
    find: (mark) => (has(mark) ? pages.get(mark.path)?.packed : undefined),
  }
}

/** Nothing when the file is damaged, or when it answers another question. */
function rowsIn(file: Buffer, question: string): readonly Row[] {
  const end = file.lastIndexOf('\n')
  const [length, hash] = file.toString('latin1', end + 1).split(' ')
  if (end < 0 || digest(file.subarray(0, end)) !== hash) return []
  const index = JSON.parse(file.toString('utf8', end - Number(length), end)) as Index
  return index.question === question ? index.rows : []
}
