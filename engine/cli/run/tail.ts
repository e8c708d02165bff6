import { closeSync, openSync, readSync } from 'node:fs'
import { journalPath } from '../../run/reading.ts'
import type { Observer } from '../../run/notices.ts'

/** Prints each journal record as a line on standard output, as soon as something happens after it was written. */
export class JournalTail {
  readonly #file: number
  #offset = 0

  constructor(folder: string) {
    this.#file = openSync(journalPath(folder), 'r')
  }

  /** An observer that prints what is new before it passes a notice on. */
  before(observe: Observer): Observer {
    return (notice) => {
      this.print()
      observe(notice)
    }
  }

  print(): void {
    const chunk = Buffer.alloc(1 << 16)
    for (let took = this.#read(chunk); took > 0; took = this.#read(chunk)) {
      process.stdout.write(Buffer.from(chunk.subarray(0, took)))
      this.#offset += took
    }
  }

  close(): void {
    this.print()
    closeSync(this.#file)
  }

  #read(chunk: Buffer): number {
    return readSync(this.#file, chunk, 0, chunk.length, this.#offset)
  }
}
