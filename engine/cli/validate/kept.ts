import type { Cache } from '../../library/cache.ts'
import { checksum } from '../../library/checksum.ts'
import type { Mark } from '../../library/library.ts'
import type { Appraisal } from './appraise.ts'
import { pack, unpack } from './packed.ts'

/** Appraisals that are remembered: those of one question, in one file. */
export interface Kept {
  /** What was said of a file in this very state. */
  get(mark: Mark): Appraisal | undefined
  /** Keeps these, and forgets all others. */
  keep(pages: Iterable<Appraisal>): void
}

/** Reads what is remembered. @param question all that an appraisal depends on beside a file */
export function openKept(cache: Cache, question: string): Kept {
  const name = `pages-${checksum(question)}`
  const known = unseal(cache.read(name), question)
  const used = new Map<string, string>()
  return {
    get(mark) {
      const line = known.get(keyOf(mark))
      if (line === undefined) return undefined
      used.set(keyOf(mark), line)
      return unpack(line)
    },
    keep(pages) {
      const lines = [...pages].flatMap((page) => [keyOf(page), used.get(keyOf(page)) ?? pack(page)])
      if (used.size < known.size || lines.length > 2 * used.size) cache.write(name, seal(question, lines))
    },
  }
}

const keyOf = ({ path, digest }: Mark): string => JSON.stringify([path, digest])

/** Behind a checksum, the question, then two lines for each file: which one in which state, and what was said of it. */
function seal(question: string, lines: readonly string[]): string {
  const body = [JSON.stringify(question), ...lines].join('\n')
  return `${checksum(body)}\n${body}`
}

function unseal(sealed: string | undefined, question: string): Map<string, string> {
  const end = sealed?.indexOf('\n') ?? -1
  const body = sealed?.slice(end + 1) ?? ''
  const [asked, ...lines] = body.split('\n')
  if (sealed?.slice(0, end) !== checksum(body) || asked !== JSON.stringify(question)) return new Map()
  return new Map(lines.flatMap((key, at) => (at % 2 === 0 ? [[key, lines[at + 1] ?? ''] as const] : [])))
}
