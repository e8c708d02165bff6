import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import type { OutputSummary } from '../../outcome.ts'
import type { Mask } from './mask.ts'

/** Bytes of the beginning and of the end that a summary shows. */
const glimpse = 2048

/** One output file: masked, hashed and counted while it is written. Where nothing is printed there is no file. */
export class Sink {
  readonly #path: string
  #file: number | undefined
  readonly #mask: Mask
  readonly #limit: number
  readonly #hash = createHash('sha256')
  #head: Buffer = Buffer.alloc(0)
  #tail: Buffer = Buffer.alloc(0)
  /** Bytes in the file. */
  bytes = 0
  /** Bytes that came and were not kept: over the limit, or the disk took no more. */
  dropped = 0
  /** Why the disk took no more. */
  failure: string | undefined

  constructor(path: string, mask: Mask, limit: number) {
    this.#path = path
    this.#mask = mask
    this.#limit = limit
  }

  take(bytes: Buffer): void {
    this.#keep(this.#mask.push(bytes))
  }

  /** Writes what was held back, and tells what the file holds. */
  end(): OutputSummary {
    this.#keep(this.#mask.end())
    if (this.#file !== undefined) closeSync(this.#file)
    return {
      file: basename(this.#path),
      bytes: this.bytes,
      sha256: this.#hash.digest('hex'),
      ...glimpses(this.#head, this.#tail, this.bytes),
    }
  }

  #keep(bytes: Buffer): void {
    const room = this.failure === undefined ? Math.max(0, this.#limit - this.bytes) : 0
    const kept = this.#write(room < bytes.length ? bytes.subarray(0, room) : bytes)
    this.dropped += bytes.length - kept.length
    this.bytes += kept.length
    this.#hash.update(kept)
    if (this.#head.length < glimpse) {
      this.#head = Buffer.concat([this.#head, kept.subarray(0, glimpse - this.#head.length)])
    }
    this.#tail = kept.length >= glimpse ? Buffer.from(kept.subarray(-glimpse)) : joinTail(this.#tail, kept)
  }

  #open(): number {
    return (this.#file ??= openSync(this.#path, 'wx', 0o600))
  }

  #write(bytes: Buffer): Buffer {
    let written = 0
    try {
      while (written < bytes.length) written += writeSync(this.#open(), bytes, written)
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error)
    }
    return written === bytes.length ? bytes : bytes.subarray(0, written)
  }
}

/** The summary of a stream that never was. */
export function emptySummary(file: string): OutputSummary {
  return { file, bytes: 0, sha256: createHash('sha256').digest('hex'), head: '', tail: '' }
}

function joinTail(tail: Buffer, bytes: Buffer): Buffer {
  return Buffer.concat([tail, bytes]).subarray(-glimpse)
}

/** Whole lines where there are any: a head ends, and a tail begins, at a line break. */
function glimpses(head: Buffer, tail: Buffer, bytes: number): { head: string; tail: string } {
  if (bytes <= glimpse) return { head: head.toString(), tail: '' }
  const lastBreak = head.lastIndexOf(10)
  const overlap = Math.max(0, head.length + tail.length - bytes)
  const shownHead = lastBreak < 0 ? wholePoints(head) : head.subarray(0, lastBreak + 1)
  const fresh = tail.subarray(Math.max(0, overlap - (head.length - shownHead.length)))
  const firstBreak = fresh.length < tail.length ? -1 : fresh.indexOf(10)
  const shownTail = fresh.subarray(firstBreak >= 0 && firstBreak < fresh.length - 1 ? firstBreak + 1 : 0)
  return { head: shownHead.toString(), tail: shownTail.toString() }
}

/** Leaves out a code point that the end cut. */
function wholePoints(bytes: Buffer): Buffer {
  const from = Math.max(0, bytes.length - 3)
  for (let at = bytes.length - 1; at >= from; at--) {
    const byte = bytes[at] ?? 0
    if (byte >= 0xc0)
      return bytes.length - at < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.subarray(0, at) : bytes
    if (byte < 0x80) return bytes
  }
  return bytes
}
