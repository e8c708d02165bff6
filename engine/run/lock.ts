import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { replaceFile, writeNewFile } from './disk.ts'
import { Refusal, TakenOver } from './refusal.ts'

/** Who works on a run: shown to whoever comes second. */
export interface Holder {
  readonly user: string
  readonly host: string
  readonly pid: number
  /** ISO instant since when. */
  readonly since: string
}

/** The right to write to a run. Given back by {@link RunLock.release} or by the system when the process dies. */
export interface RunLock {
  /** Throws {@link TakenOver} when somebody stole the run meanwhile; asked before every append and every start. */
  assertHeld(): void
  release(): void
}

/** How long a second comer waits for a lock that is only being looked at, in milliseconds. */
const patience = 150

/** Creates what a lock needs in a new run's folder. */
export function createLock(folder: string): void {
  writeNewFile(lockPath(folder), '')
}

/**
 * Takes the run, or throws a {@link Refusal} `held` that says who has it.
 *
 * The lock is SQLite's reserved lock on an empty file: the system holds it for the process, on every platform that
 * Node runs on, and lets it go at the moment of death. With `steal` a lock file of a new inode takes the place of the
 * held one, which a frozen holder notices before its next append or start. The file must never be opened by
 * other means in this process: closing it would drop the lock (POSIX record locks).
 */
export function acquireLock(folder: string, me: Holder, steal = false): RunLock {
  const lock = steal ? stealLock(folder) : waitForLock(folder)
  replaceFile(holderPath(folder), JSON.stringify(me))
  return {
    assertHeld() {
      if (inode(lockPath(folder)) !== lock.inode)
        throw new TakenOver(basename(folder), describe(readHolder(folder)))
    },
    release: () => lock.database.close(),
  }
}

/** Whether a process works on the run now; false when its folder cannot say. */
export function isHeld(folder: string): boolean {
  try {
    const database = reserve(lockPath(folder), 0)
    database?.close()
    return database === undefined
  } catch {
    return false
  }
}

/** Who took the run last; whether that process still lives is for {@link isHeld} to say. */
export function readHolder(folder: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(holderPath(folder), 'utf8')) as Holder
  } catch {
    return undefined
  }
}

interface HeldFile {
  readonly database: DatabaseSync
  readonly inode: string
}

function waitForLock(folder: string): HeldFile {
  const path = lockPath(folder)
  for (;;) {
    const before = inode(path)
    const database = reserve(path, patience)
    if (database === undefined) throw held(folder)
    if (before === inode(path)) return { database, inode: before }
    database.close()
  }
}

function stealLock(folder: string): HeldFile {
  const fresh = `${lockPath(folder)}.${randomBytes(6).toString('hex')}`
  writeNewFile(fresh, '')
  const database = reserve(fresh, 0)
  if (database === undefined) throw held(folder)
  const own = inode(fresh)
  renameSync(fresh, lockPath(folder))
  return { database, inode: own }
}

/** SQLite's result code of a lock that somebody else has. */
const busy = 5

function reserve(path: string, timeout: number): DatabaseSync | undefined {
  statSync(path)
  const database = new DatabaseSync(path, { timeout })
  try {
    database.exec('BEGIN IMMEDIATE')
    return database
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return undefined
    throw error
  }
}

function held(folder: string): Refusal {
  const run = basename(folder)
  return new Refusal(
    'held',
    `run \`${run}\` is held by ${describe(readHolder(folder))}`,
    `wait until it is let go, or take it over with \`runbook resume ${run} --steal\``,
  )
}

function describe(holder: Holder | undefined): string {
  if (holder === undefined) return 'another process'
  return `${holder.user} on ${holder.host} (pid ${holder.pid}) since ${holder.since}`
}

function inode(path: string): string {
  const { dev, ino } = statSync(path)
  return `${dev}:${ino}`
}

function lockPath(folder: string): string {
  return join(folder, 'lock')
}

function holderPath(folder: string): string {
  return join(folder, 'holder.json')
}
