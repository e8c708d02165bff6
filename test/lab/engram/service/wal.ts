import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { decodeMemory, encodeMemory, type Memory } from './memory.ts'

/** First bytes of every segment: four letters and the version. */
const header = Buffer.from('EWAL\x01')

/** Milliseconds after which a new segment is begun. */
const segmentLife = 1000

export interface WalEntry {
  /** Epoch milliseconds at which it was written. */
  readonly at: number
  readonly memory: Memory
}

/** An entry in bytes: its length, the checksum of the rest, the time, the memory. */
export function encodeEntry({ at, memory }: WalEntry): Buffer {
  const body = Buffer.from(`${at} ${encodeMemory(memory)}`)
  const head = Buffer.alloc(8)
  head.writeUInt32LE(body.length, 0)
  head.writeUInt32LE(crc32(body), 4)
  return Buffer.concat([head, body])
}

/** The name of segment `number`. */
export function segmentName(number: number): string {
  return `wal-${number.toString(16).padStart(16, '0')}.log`
}

/** Where a segment cannot be read, and why. */
export class WalDamage extends Error {
  readonly path: string
  readonly offset: number

  constructor(path: string, offset: number, why: string) {
    super(why)
    this.path = path
    this.offset = offset
  }
}

/** Reads a whole segment. @throws {WalDamage} at the first entry that is not what its checksum says */
export function readSegment(path: string): WalEntry[] {
  const bytes = readFileSync(path)
  if (!bytes.subarray(0, header.length).equals(header)) throw new WalDamage(path, 0, 'not a log segment')
  const entries: WalEntry[] = []
  for (let offset = header.length; offset < bytes.length;) {
    const end = offset + 8 + (offset + 8 <= bytes.length ? bytes.readUInt32LE(offset) : 0)
    if (end === offset + 8 || end > bytes.length) throw new WalDamage(path, offset, 'the entry is cut off')
    const body = bytes.subarray(offset + 8, end)
    if (crc32(body) !== bytes.readUInt32LE(offset + 4)) throw new WalDamage(path, offset, 'checksum mismatch')
    entries.push(entryOf(body.toString()))
    offset = end
  }
  return entries
}

function entryOf(text: string): WalEntry {
  const space = text.indexOf(' ')
  return { at: Number(text.slice(0, space)), memory: decodeMemory(text.slice(space + 1)) }
}

interface Segment {
  readonly path: string
  readonly began: number
  entries: WalEntry[]
}

/** The write-ahead log of one space: what is stored but not yet consolidated. */
export class Wal {
  readonly #folder: string
  #segments: Segment[] = []
  #next = 1

  /** Replays what is there. A damaged segment goes to `damaged`, which may throw it on. */
  constructor(folder: string, damaged: (damage: WalDamage) => void) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith('.log')) continue
      const path = join(folder, name)
      this.#next = Math.max(this.#next, Number.parseInt(name.slice(4, 20), 16) + 1)
      try {
        this.#segments.push({ path, began: 0, entries: readSegment(path) })
      } catch (error) {
        damaged(error as WalDamage)
      }
    }
  }

  get files(): number {
    return this.#segments.length
  }

  /** All that waits, the oldest first. */
  *waiting(): Generator<WalEntry> {
    for (const { entries } of this.#segments) yield* entries
  }

  append(memory: Memory): void {
    const entry = { at: Date.now(), memory }
    const segment = this.#writable()
    appendFileSync(segment.path, encodeEntry(entry))
    segment.entries.push(entry)
  }

  /** Seconds that the oldest entry has waited; 0 when nothing waits. */
  lag(): number {
    const [oldest] = this.waiting()
    return oldest === undefined ? 0 : (Date.now() - oldest.at) / 1000
  }

  /** Takes whole segments, the oldest first, until `limit` entries are reached. */
  take(limit: number): WalEntry[] {
    const taken: WalEntry[] = []
    while (taken.length < limit && this.#segments.length > 0) {
      const [segment] = this.#segments.splice(0, 1)
      taken.push(...(segment?.entries ?? []))
      if (segment !== undefined) rmSync(segment.path, { force: true })
    }
    return taken
  }

  #writable(): Segment {
    const last = this.#segments.at(-1)
    if (last !== undefined && Date.now() - last.began < segmentLife) return last
    const segment = { path: join(this.#folder, segmentName(this.#next++)), began: Date.now(), entries: [] }
    writeFileSync(segment.path, header)
    this.#segments.push(segment)
    return segment
  }
}

/** A sound segment with these entries. */
export function encodeSegment(entries: readonly WalEntry[]): Buffer {
  return Buffer.concat([header, ...entries.map(encodeEntry)])
}
