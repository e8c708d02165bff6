import {
  closeSync,
  constants,
  fdatasyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { sameAttempt, type Attempted, type StartRecord, type StatusRecord } from './protocol.ts'

const statusEnding = '.status.json'

/** File in which a supervisor notes every start before it happens, one JSON text a line. */
function startsPath(runDirectory: string): string {
  return join(runDirectory, 'starts.jsonl')
}

/** The starts of a run, open for appending. A line that is not whole was never synced, so nothing was started for it. */
export class Starts {
  readonly #file: number

  constructor(runDirectory: string) {
    const { O_WRONLY, O_APPEND, O_CREAT } = constants
    this.#file = openSync(startsPath(runDirectory), O_WRONLY | O_APPEND | O_CREAT, 0o600)
    fdatasyncSync(this.#file)
    syncFolder(runDirectory)
  }

  /** On disk when it returns. @throws when the disk refuses, and then nothing may be started. */
  announce(record: StartRecord): void {
    this.#append(`\n${JSON.stringify(record)}\n`)
    fdatasyncSync(this.#file)
  }

  /** Adds which process it became. Only useful while this boot lasts, so it is not waited for. */
  identify(record: StartRecord): void {
    this.#append(`${JSON.stringify(record)}\n`)
  }

  #append(text: string): void {
    const bytes = Buffer.from(text)
    if (writeSync(this.#file, bytes) !== bytes.length) throw new Error('no space left on the disk (ENOSPC)')
  }
}

/** What is known of the start of an attempt, or nothing when it was never started. */
export function findStart(runDirectory: string, attempt: Attempted): StartRecord | undefined {
  return readText(startsPath(runDirectory))
    .split('\n')
    .map((line) => parse(line) as StartRecord | undefined)
    .findLast((record) => record !== undefined && sameAttempt(record, attempt))
}

/** Puts an outcome on disk, whole or not at all, in a file that only a finished command has. */
export function recordStatus(output: string, stem: string, record: StatusRecord): void {
  const path = join(output, stem + statusEnding)
  const fresh = `${path}.${process.pid}`
  writeFileSync(fresh, JSON.stringify(record), { mode: 0o600, flush: true })
  renameSync(fresh, path)
}

/** A recorded outcome, or nothing when there is none. */
export function readStatus(output: string, stem: string): StatusRecord | undefined {
  return parse(readText(join(output, stem + statusEnding))) as StatusRecord | undefined
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  fdatasyncSync(folder)
  closeSync(folder)
}
