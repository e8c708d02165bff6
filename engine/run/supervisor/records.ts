import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { StartRecord, StatusRecord } from './protocol.ts'

export const startedEnding = '.started.json'
export const statusEnding = '.status.json'

/** Takes note, on disk, that a command is about to start; gives back how to add its pid. @throws when the disk refuses. */
export function recordStart(
  output: string,
  stem: string,
  record: StartRecord,
): (pid: number, start: string) => void {
  const path = join(output, stem + startedEnding)
  const file = openSync(path, 'wx', 0o600)
  writeWhole(file, JSON.stringify(record))
  fsyncSync(file)
  syncFolder(output)
  return (pid, pidStart) => {
    try {
      writeWhole(file, JSON.stringify({ ...record, pid, pidStart }))
    } finally {
      closeSync(file)
    }
  }
}

/** Puts an outcome on disk, whole or not at all, in a file that only a finished command has. */
export function recordStatus(output: string, stem: string, record: StatusRecord): void {
  const path = join(output, stem + statusEnding)
  const fresh = `${path}.${process.pid}`
  writeFileSync(fresh, JSON.stringify(record), { mode: 0o600, flush: true })
  renameSync(fresh, path)
  syncFolder(dirname(path))
}

/** Reads the record of a start, or nothing when it is missing or torn. */
export function readStart(path: string): StartRecord | undefined {
  return readJson(path) as StartRecord | undefined
}

/** Reads a recorded outcome, or nothing when there is none. */
export function readStatus(path: string): StatusRecord | undefined {
  return readJson(path) as StatusRecord | undefined
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text)
  if (writeSync(file, bytes, 0, bytes.length, 0) !== bytes.length) throw new Error('the disk is full')
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
