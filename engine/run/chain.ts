import { createHash } from 'node:crypto'

/** What every line of a journal carries besides its own fields. */
export interface Sealed {
  readonly n: number
  readonly at: string
  readonly epoch: number
  readonly type: string
  /** SHA-256, hex, of the previous record's hash and this line's text before `,"hash"`. */
  readonly hash: string
}

/** The first record that cannot be believed, counted from 1, and why. */
export interface Damage {
  readonly record: number
  readonly why: string
}

/** A journal's bytes, read: the records of the longest prefix whose chain holds. */
export interface Chain {
  readonly records: readonly Sealed[]
  /** Length in bytes of the records that hold; a torn last line lies behind it. */
  readonly length: number
  /** Hash of the last record, `''` before the first. */
  readonly hash: string
  /** Bytes of a last line that was never finished, 0 when there is none. */
  readonly torn: number
  readonly damage?: Damage
}

const newline = 10
const sealStart = ',"hash":"'
/** Length of `,"hash":"…64 hex…"}`. */
const sealLength = sealStart.length + 64 + 2

/**
 * One line of a journal with its line break, and its hash.
 * The record's own fields must be plain JSON without a field called `hash`.
 */
export function sealRecord(
  record: { readonly at: string; readonly type: string },
  place: { readonly n: number; readonly epoch: number; readonly previous: string },
): { readonly line: string; readonly hash: string } {
  const { at, type, ...fields } = record
  const text = JSON.stringify({ n: place.n, at, epoch: place.epoch, type, ...fields }).slice(0, -1)
  const hash = chainHash(place.previous, Buffer.from(text))
  return { line: `${text}${sealStart}${hash}"}\n`, hash }
}

function chainHash(previous: string, text: Uint8Array): string {
  return createHash('sha256').update(previous).update(text).digest('hex')
}

/**
 * Reads and verifies a journal. A last line that was cut while it was written is `torn`, which a writer may repair;
 * everything else that differs from what was written is `damage` and names the record.
 */
export function verifyChain(bytes: Buffer): Chain {
  const records: Sealed[] = []
  let length = 0
  let hash = ''
  for (;;) {
    const end = bytes.indexOf(newline, length)
    if (end < 0) break
    const read = readLine(bytes.subarray(length, end), {
      n: records.length + 1,
      previous: hash,
      last: records.at(-1),
    })
    if (!('hash' in read))
      return { records, length, hash, torn: 0, damage: { record: records.length + 1, why: read.why } }
    records.push(read)
    hash = read.hash
    length = end + 1
  }
  const tail = bytes.subarray(length)
  const why = tail.length === 0 ? undefined : whyNotTorn(tail, records.length + 1, hash)
  if (why !== undefined)
    return { records, length, hash, torn: 0, damage: { record: records.length + 1, why } }
  return { records, length, hash, torn: tail.length }
}

function readLine(
  line: Buffer,
  due: { readonly n: number; readonly previous: string; readonly last: Sealed | undefined },
): Sealed | { readonly why: string } {
  const record = parse(line)
  if (!isSealed(record)) return { why: line.includes(0) ? 'it holds zero bytes' : 'it is not a whole record' }
  if (record.n !== due.n) return { why: `record ${record.n} stands where record ${due.n} is due` }
  if (
    chainHash(due.previous, line.subarray(0, -sealLength)) !== record.hash ||
    !endsSealed(line, record.hash)
  ) {
    return { why: 'its text does not match its hash' }
  }
  if (due.last !== undefined && record.epoch < due.last.epoch) {
    return { why: `its epoch ${record.epoch} is older than the one before, ${due.last.epoch}` }
  }
  return record
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'))
  } catch {
    return undefined
  }
}

function isSealed(value: unknown): value is Sealed {
  if (typeof value !== 'object' || value === null) return false
  const record: Partial<Record<keyof Sealed, unknown>> = value
  return (
    Number.isSafeInteger(record.n) &&
    Number.isSafeInteger(record.epoch) &&
    typeof record.at === 'string' &&
    typeof record.type === 'string' &&
    typeof record.hash === 'string'
  )
}

function endsSealed(line: Buffer, hash: string): boolean {
  return line.subarray(-sealLength).equals(Buffer.from(`${sealStart}${hash}"}`))
}

/** A cut leaves a beginning of the very record that was due: nothing but printable text, and nothing behind its end. */
function whyNotTorn(tail: Buffer, n: number, previous: string): string | undefined {
  const opening = Buffer.from(`{"n":${n},"at":"`)
  const shared = Math.min(opening.length, tail.length)
  if (tail.includes(0)) return 'it holds zero bytes'
  if (!tail.subarray(0, shared).equals(opening.subarray(0, shared)) || tail.some((byte) => byte < 32)) {
    return 'what follows the last record is not the beginning of one'
  }
  if (!/,"hash":"[0-9a-f]{64}"\}/.test(tail.toString('latin1'))) return undefined
  const read = readLine(tail, { n, previous, last: undefined })
  return 'hash' in read ? undefined : read.why
}
