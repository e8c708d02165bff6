import { writeSync } from 'node:fs'

/**
 * Prints an answer on standard output, straight to the descriptor: Node's streams take two milliseconds to load, and a
 * table is often all that a start is for. @throws as the file system does; EPIPE when the reader has gone
 */
export function print(text: string): void {
  const bytes = Buffer.from(text)
  let written = 0
  try {
    while (written < bytes.length) written += writeSync(1, bytes, written)
  } catch (error) {
    if (!isFull(error)) throw error
    process.stdout.write(bytes.subarray(written))
  }
}

/** A pipe that somebody else made to refuse instead of to wait: the stream knows how to go on. */
function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN'
}
