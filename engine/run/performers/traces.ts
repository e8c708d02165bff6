import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { findStart } from '../supervisor/records.ts'
import type { Traces } from '../commands.ts'
import type { Attempted } from '../supervisor/protocol.ts'

/** Bytes at the end of each stream that are looked at. */
const looked = 4096
/** Lines of each stream that are shown. */
const shown = 5

/**
 * What the start of a command left in the folder of its run: when it was started, and the last lines that it printed,
 * masked as they were written. Nothing when it was never announced.
 */
export function tracesOf(directory: string, key: Attempted): Traces | undefined {
  const start = findStart(directory, key)
  if (start === undefined) return undefined
  const output = ['.out', '.err'].flatMap((ending) =>
    lastLines(join(directory, 'output', start.stem + ending)),
  )
  return { startedAt: start.at, output }
}

function lastLines(path: string): string[] {
  const text = readEnd(path).trimEnd()
  return text === '' ? [] : text.split('\n').slice(-shown)
}

function readEnd(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const bytes = Buffer.alloc(Math.min(size, looked))
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, size - bytes.length))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
