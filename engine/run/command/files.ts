import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bootId } from '../supervisor/proc.ts'
import type { Outcome } from '../../outcome.ts'
import type { Attempted, StartRecord } from '../supervisor/protocol.ts'
import { announcedStems, findOutcome, findStart, mayHaveLostStarts } from '../supervisor/records.ts'

/** Longest part of a section's id in a file name. */
const longest = 60

/** Names the files of attempts: `0007-check-the-port`, numbered through the run in order of start. */
export class AttemptFiles {
  readonly #runDirectory: string
  #last: number

  constructor(runDirectory: string) {
    this.#runDirectory = runDirectory
    const names = [...readdirSync(this.output), ...announcedStems(runDirectory)]
    const numbers = names.map((name) => Number.parseInt(name, 10))
    this.#last = Math.max(0, ...numbers.filter(Number.isInteger))
  }

  /** The run's `output/`. */
  get output(): string {
    return join(this.#runDirectory, 'output')
  }

  /** A stem that no attempt has had. */
  next({ place }: Attempted): string {
    this.#last += 1
    const section = place.section
      .normalize('NFKD')
      .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
      .slice(0, longest)
    return `${String(this.#last).padStart(4, '0')}-${section.replaceAll(/^-+|-+$/g, '') || 'section'}`
  }

  /** What the supervisor noted before it started an attempt; nothing when it never was, or when the note is lost. */
  start(key: Attempted): StartRecord | undefined {
    return findStart(this.#runDirectory, key)
  }

  /** Whether a note that is missing may be lost. */
  get mayHaveLostStarts(): boolean {
    return mayHaveLostStarts(this.#runDirectory, bootId())
  }

  /** What the supervisor kept of the end of an attempt. */
  outcome(stem: string): Outcome | undefined {
    return findOutcome(this.#runDirectory, stem)
  }

  path(stem: string, ending: string): string {
    return join(this.output, stem + ending)
  }
}
