import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BlockPlace } from '../../machine/types.ts'
import type { StartRecord, StatusRecord } from '../supervisor/protocol.ts'
import { readStart, readStatus, startedEnding, statusEnding } from '../supervisor/records.ts'
import type { AttemptKey } from '../types.ts'

/** Longest part of a section's id in a file name. */
const longest = 60

/** Names the files of attempts: `0007-check-the-port`, numbered through the run in order of start. */
export class AttemptFiles {
  readonly output: string
  #last: number

  constructor(runDirectory: string) {
    this.output = join(runDirectory, 'output')
    this.#last = Math.max(
      0,
      ...this.#names()
        .map((name) => Number.parseInt(name, 10))
        .filter(Number.isInteger),
    )
  }

  /** A stem that no attempt has had. */
  next({ place }: AttemptKey): string {
    this.#last += 1
    const section = place.section.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, longest)
    return `${String(this.#last).padStart(4, '0')}-${asciiOnly(section)}`
  }

  /** The stem under which an attempt was started, if it ever was. */
  find(key: AttemptKey): string | undefined {
    const stems = this.#stems(startedEnding)
    return stems.find((stem) => isOf(readStart(this.path(stem, startedEnding)), key)) ?? this.#torn(key)
  }

  started(stem: string): StartRecord | undefined {
    return readStart(this.path(stem, startedEnding))
  }

  status(stem: string): StatusRecord | undefined {
    return readStatus(this.path(stem, statusEnding))
  }

  path(stem: string, ending: string): string {
    return join(this.output, stem + ending)
  }

  /** The last start whose record was cut by a crash: nobody can say whose it was, so it is the one in question. */
  #torn(key: AttemptKey): string | undefined {
    const last = this.#stems(startedEnding).at(-1)
    if (last === undefined || this.started(last) !== undefined) return undefined
    return last.slice(5) === this.next(key).slice(5) ? last : undefined
  }

  #stems(ending: string): string[] {
    return this.#names()
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .sort()
  }

  #names(): string[] {
    try {
      return readdirSync(this.output)
    } catch {
      return []
    }
  }
}

function asciiOnly(text: string): string {
  return text.normalize('NFKD').replaceAll(/[^A-Za-z0-9_-]/g, '') || 'section'
}

function isOf(
  record: { place: BlockPlace; attempt: number } | undefined,
  { place, attempt }: AttemptKey,
): boolean {
  if (record === undefined || record.attempt !== attempt) return false
  const other = record.place
  return (
    other.frame === place.frame &&
    other.runbook === place.runbook &&
    other.section === place.section &&
    other.block === place.block
  )
}
