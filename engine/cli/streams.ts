import { fstatSync, statSync } from 'node:fs'

/** The three streams that every process is given. */
type Stream = 'stdin' | 'stdout' | 'stderr'

const descriptors: Readonly<Record<Stream, number>> = { stdin: 0, stdout: 1, stderr: 2 }

/**
 * Whether a stream is a terminal. Node is asked only where it may be one: merely to look at `process.stdin` loads all of
 * Node's streams, which is a fifth of an empty process, and scripts give a file, a pipe or nothing.
 */
export function isTerminal(stream: Stream): boolean {
  return mayBeTerminal(descriptors[stream]) && process[stream].isTTY
}

function mayBeTerminal(descriptor: number): boolean {
  try {
    const seen = fstatSync(descriptor)
    return seen.isCharacterDevice() && seen.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev
  } catch {
    return false
  }
}
