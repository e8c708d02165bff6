import { closeSync, openSync, readSync } from 'node:fs'

/** Bytes shown at once; what a slow listener missed beyond it is left out in the middle. */
const window = 256 * 1024

export type OutputListener = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void

/**
 * Follows the two output files of a command as they grow. The command never waits for a listener: it writes to the
 * file, and we read what is there when we are told. Nothing is kept before somebody listens.
 */
export class Tail {
  readonly #paths: Readonly<Record<'stdout' | 'stderr', string>>
  readonly #shown = { stdout: 0, stderr: 0 }
  readonly #known = { stdout: 0, stderr: 0 }
  readonly #listeners: OutputListener[] = []

  constructor(stdout: string, stderr: string) {
    this.#paths = { stdout, stderr }
  }

  add(listener: OutputListener): void {
    this.#listeners.push(listener)
    this.#show()
  }

  /** Both files hold at least this many bytes. */
  grown(stdout: number, stderr: number): void {
    this.#known.stdout = Math.max(this.#known.stdout, stdout)
    this.#known.stderr = Math.max(this.#known.stderr, stderr)
    if (this.#listeners.length > 0) this.#show()
  }

  #show(): void {
    for (const stream of ['stderr', 'stdout'] as const) {
      const fresh = this.#known[stream] - this.#shown[stream]
      if (fresh <= 0) continue
      const skipped = Math.max(0, fresh - window)
      const bytes = readRange(this.#paths[stream], this.#shown[stream] + skipped, fresh - skipped)
      this.#shown[stream] = this.#known[stream]
      const note = skipped > 0 ? [Buffer.from(`\n… ${skipped} bytes are only in the file …\n`)] : []
      for (const part of [...note, bytes]) for (const listener of this.#listeners) listener(stream, part)
    }
  }
}

function readRange(path: string, start: number, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  const file = openSync(path, 'r')
  try {
    let took = 0
    while (took < length) {
      const size = readSync(file, buffer, took, length - took, start + took)
      if (size === 0) break
      took += size
    }
    return buffer.subarray(0, took)
  } finally {
    closeSync(file)
  }
}
