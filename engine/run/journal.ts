import {
  closeSync,
  constants,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { JournalRecord } from '../../schemas/journal.ts'
import { sealRecord, type Chain, type Sealed } from './chain.ts'
import { crashPoint } from './crash-points.ts'
import { fileMode, replaceFile, syncFolder, writeFully, writeNewFile } from './disk.ts'
import { HeadFile, headPath, readHead, type Summary } from './head.ts'
import { journalPath, type JournalReading } from './reading.ts'
import { errnoOf, LostDisk } from './refusal.ts'

/** Bytes kept back in a run's folder, so that a full disk still takes the outcome of what is running. */
const reserveBytes = 1024 * 1024

/** Creates the files of a new run's journal; nothing is recorded yet. The folder's entries are the caller's to sync. */
export function createJournal(folder: string): void {
  writeNewFile(journalPath(folder), '')
  keepReserve(folder)
}

export interface JournalOptions {
  readonly epoch: number
  /** Throws when this process may not write any more; called before every append. */
  readonly assertHeld: () => void
}

/** Opens a journal for appending behind what `reading` holds; a torn last line is cut away first. */
export function openJournal(folder: string, reading: JournalReading, options: JournalOptions): Journal {
  const path = journalPath(folder)
  try {
    return new Journal(folder, reading.chain, options)
  } catch (error) {
    throw new LostDisk(path, error)
  }
}

/** Puts copies with new inodes in the place of the journal and its witness: what a frozen holder writes later lands nowhere. */
export function replaceJournal(folder: string): void {
  const path = journalPath(folder)
  const fresh = `${path}.${process.pid}`
  try {
    rmSync(fresh, { force: true })
    writeNewFile(fresh, readFileSync(path))
    renameSync(fresh, path)
    const head = readHead(folder)
    if (head !== undefined) replaceFile(headPath(folder), JSON.stringify(head))
    syncFolder(folder)
  } catch (error) {
    throw new LostDisk(path, error)
  }
}

/**
 * An open journal. A record is on disk when {@link append} returns. After a failed write or sync nothing more
 * can be appended: what the disk holds is then unknown (a failed sync must never be tried again on the same bytes).
 */
export class Journal {
  readonly #folder: string
  readonly #options: JournalOptions
  readonly #file: number
  readonly #head: HeadFile
  #n: number
  #hash: string
  #length: number
  #lost: LostDisk | undefined
  #reserve: 'kept' | 'spent' = 'kept'

  constructor(folder: string, chain: Chain, options: JournalOptions) {
    this.#folder = folder
    this.#options = options
    this.#n = chain.records.length
    this.#hash = chain.hash
    this.#length = chain.length
    keepReserve(folder)
    this.#head = new HeadFile(folder)
    this.#file = openSync(journalPath(folder), constants.O_WRONLY | constants.O_APPEND, fileMode)
    if (chain.torn > 0) this.#cutBack()
  }

  /**
   * Writes one record and waits until the disk has it; `summary` is what `runs` shows from then on.
   * A full disk refuses an `intended` record; every other one may use up the reserve, so that what already
   * happened is still recorded.
   * @throws {LostDisk} when it is not on disk; {@link TakenOver} when this process lost the run.
   */
  append(record: JournalRecord, summary: Summary): Sealed {
    if (this.#lost !== undefined) throw this.#lost
    this.#options.assertHeld()
    if (this.#reserve === 'spent' && record.type === 'intended') throw this.#full()
    const n = this.#n + 1
    const epoch = this.#options.epoch
    const { line, hash } = sealRecord(record, { n, epoch, previous: this.#hash })
    this.#write(Buffer.from(line), record.type !== 'intended')
    this.#n = n
    this.#hash = hash
    this.#writeHead(summary)
    return { n, at: record.at, epoch, type: record.type, hash }
  }

  /** Writes the summary again, synced: the run comes to rest. A process that lost the run or the disk writes nothing. */
  rest(summary: Summary): void {
    if (this.#lost !== undefined || this.#n === 0) return
    this.#options.assertHeld()
    this.#writeHead(summary)
    this.#attempt(() => this.#head.sync())
  }

  close(): void {
    closeSync(this.#file)
    this.#head.close()
  }

  #write(bytes: Buffer, urgent: boolean): void {
    const progress = { written: 0 }
    crashPoint('before-write', () => writeFully(this.#file, bytes.subarray(0, bytes.length >> 1), progress))
    try {
      writeFully(this.#file, bytes, progress)
    } catch (error) {
      if (!isFull(error)) throw this.#lose(error)
      this.#makeRoom(bytes, progress, urgent, error)
    }
    crashPoint('after-write')
    this.#attempt(() => fdatasyncSync(this.#file))
    this.#length += bytes.length
    crashPoint('after-sync')
  }

  #makeRoom(bytes: Buffer, progress: { written: number }, urgent: boolean, cause: unknown): void {
    if (!urgent || this.#reserve === 'spent') {
      this.#attempt(() => this.#cutBack())
      throw new LostDisk(journalPath(this.#folder), cause)
    }
    this.#reserve = 'spent'
    this.#attempt(() => {
      rmSync(reservePath(this.#folder), { force: true })
      writeFully(this.#file, bytes, progress)
    })
  }

  #cutBack(): void {
    ftruncateSync(this.#file, this.#length)
    fsyncSync(this.#file)
  }

  #writeHead(summary: Summary): void {
    const head = { ...summary, n: this.#n, hash: this.#hash, epoch: this.#options.epoch }
    this.#attempt(() => this.#head.write(head))
    crashPoint('after-head')
  }

  #attempt(write: () => void): void {
    try {
      write()
    } catch (error) {
      throw this.#lose(error)
    }
  }

  #lose(error: unknown): LostDisk {
    this.#lost = new LostDisk(journalPath(this.#folder), error)
    return this.#lost
  }

  #full(): LostDisk {
    const cause = Object.assign(new Error('disk full'), { code: 'ENOSPC' })
    return new LostDisk(journalPath(this.#folder), cause)
  }
}

function isFull(error: unknown): boolean {
  const code = errnoOf(error)
  return code === 'ENOSPC' || code === 'EDQUOT'
}

function keepReserve(folder: string): void {
  const path = reservePath(folder)
  if (statSync(path, { throwIfNoEntry: false })?.size === reserveBytes) return
  try {
    writeFileSync(path, Buffer.alloc(reserveBytes, 'reserve '), { mode: fileMode })
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}

function reservePath(folder: string): string {
  return join(folder, 'reserve')
}
