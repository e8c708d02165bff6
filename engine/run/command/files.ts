import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { StartRecord, StatusRecord } from '../supervisor/protocol.ts'
import { findStart, readStatus } from '../supervisor/records.ts'
import type { AttemptKey } from '../types.ts'

/** Longest part of a section's id in a file name. */
const longest = 60

/** Names the files of attempts: `0007-check-the-port`, numbered through the run in order of start. */
export class AttemptFiles {
  readonly #runDirectory: string
  #last: number

  constructor(runDirectory: string) {
    this.#runDirectory = runDirectory
    const numbers = readdirSync(this.output).map((name) => Number.parseInt(name, 10))
    this.#last = Math.max(0, ...numbers.filter(Number.isInteger))
  }

  /** The run's `output/`. */
  get output(): string {
    return join(this.#runDirectory, 'output')
  }

  /** A stem that no attempt has had. */
  next({ place }: AttemptKey): string {
    this.#last += 1
    const section = place.section
      .normalize('NFKD')
      .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
      .slice(0, longest)
    return `${String(this.#last).padStart(4, '0')}-${section.replaceAll(/^-+|-+$/g, '') || 'section'}`
  }

  /** What the supervisor noted before it started an attempt; nothing when it never was. */
  start(key: AttemptKey): StartRecord | undefined {
    return findStart(this.#runDirectory, key)
  }

  status(stem: string): StatusRecord | undefined {
    return readStatus(this.output, stem)
  }

  path(stem: string, ending: string): string {
    return join(this.output, stem + ending)
  }
}
