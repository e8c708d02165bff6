import { closeSync, constants, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../machine/types.ts'
import { fileMode } from './disk.ts'

/** What `runs` shows without reading a journal. */
export interface Summary {
  readonly run: string
  /** Id and title of the runbook that was started. */
  readonly runbook: string
  readonly title: string
  /** `open` while a process works on it or died doing so; a lock that nobody holds tells these two apart. */
  readonly state: 'open' | 'suspended' | 'ended'
  readonly result?: Result
  /** Section where the run stands, and the path of the runbook that it is in. */
  readonly section?: string
  readonly path?: string
  readonly startedAt: string
  /** Instant of the last record. */
  readonly at: string
  /** Target in milliseconds. */
  readonly mttr?: number
  readonly lab?: string
  readonly incident?: string
  readonly operator: string
}

/** The second witness of a journal: where its chain ended, kept outside of it. */
export interface Head extends Summary {
  readonly n: number
  readonly hash: string
  readonly epoch: number
}

const grain = 1024

/**
 * `head.json` of a run. It is written in place after the record it names is on disk, without a sync of its own, so
 * it is never ahead of the journal; it lags by at most the one record that a killed process had just written, and
 * after power loss by what the system had not yet written back. Closing a run syncs it. A reader that finds it
 * ahead of the journal therefore knows that records are missing.
 */
export class HeadFile {
  readonly #file: number
  #width = 0

  constructor(folder: string) {
    this.#file = openSync(headPath(folder), constants.O_WRONLY | constants.O_CREAT, fileMode)
  }

  /** Spaces fill it up to whole grains, so that a shorter text never leaves an end of a longer one behind. */
  write(head: Head): void {
    const text = JSON.stringify(head)
    this.#width = Math.max(this.#width, Math.ceil((Buffer.byteLength(text) + 1) / grain) * grain)
    const padding = ' '.repeat(this.#width - Buffer.byteLength(text) - 1)
    const bytes = Buffer.from(`${text}${padding}\n`)
    const took = writeSync(this.#file, bytes, 0, bytes.length, 0)
    if (took !== bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' })
  }

  sync(): void {
    fdatasyncSync(this.#file)
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** The head of a run, or nothing when it is missing or was cut by power loss. */
export function readHead(folder: string): Head | undefined {
  try {
    const head = JSON.parse(readFileSync(headPath(folder), 'utf8')) as Partial<Head>
    return typeof head.run === 'string' && Number.isSafeInteger(head.n) && typeof head.hash === 'string'
      ? (head as Head)
      : undefined
  } catch {
    return undefined
  }
}

/** Where a run's second witness stands. */
export function headPath(folder: string): string {
  return join(folder, 'head.json')
}
