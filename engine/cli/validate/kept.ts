import { digest, type Cache } from '../../library/cache.ts'
import { checksum } from '../../library/checksum.ts'
import type { Mark } from '../../library/library.ts'
import type { Appraisal } from './appraise.ts'
import { pack, unpack, type Packed } from './packed.ts'

/** Appraisals that are remembered: those of one question, in one file. */
export interface Kept {
  /** What was said of a file in this very state. */
  get(mark: Mark): Appraisal | undefined
  /** Keeps these, and forgets all others. */
  keep(pages: ReadonlyMap<string, Appraisal>): void
}

/** Reads what is remembered. @param question all that an appraisal depends on beside a file */
export function openKept(cache: Cache, question: string): Kept {
  const name = `pages-${checksum(question)}`
  const known = unseal(cache.read(name), question)
  let used = 0
  return {
    get(mark) {
      const packed = known.get(keyOf(mark))
      if (packed === undefined) return undefined
      used++
      return unpack(packed)
    },
    keep(pages) {
      if (used === known.size && used === pages.size) return
      const lines = [...pages.values()].flatMap((page) => [keyOf(page), ...pack(page)])
      cache.write(name, seal(question, lines))
    },
  }
}

const keyOf = ({ path, digest: state }: Mark): string => JSON.stringify([path, state])

/** Behind a hash, the question, then three lines for each file: which one in which state, and what was said of it. */
function seal(question: string, lines: readonly string[]): string {
  const body = [JSON.stringify(question), ...lines].join('\n')
  return `${digest(body)}\n${body}`
}

function unseal(sealed: string | undefined, question: string): Map<string, Packed> {
  const known = new Map<string, Packed>()
  const end = sealed?.indexOf('\n') ?? -1
  const body = sealed?.slice(end + 1) ?? ''
  const [asked, ...lines] = body.split('\n')
  if (asked !== JSON.stringify(question) || sealed?.slice(0, end) !== digest(body)) return known
  for (let at = 0; at < lines.length; at += 3)
    known.set(lines[at] ?? '', [lines[at + 1] ?? '', lines[at + 2] ?? ''])
  return known
}
