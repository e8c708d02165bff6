import { createHash, randomInt } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Began } from '../../schemas/journal.ts'
import type { RunMachine } from '../machine/types.ts'
import { fileMode, folderMode, makeFolder, syncFolder, writeNewFile } from './disk.ts'
import { readHead, type Summary } from './head.ts'
import { createJournal } from './journal.ts'
import { createLock, isHeld, readHolder, type Holder } from './lock.ts'
import { readJournal } from './reading.ts'
import { errnoOf, errnoText, Refusal } from './refusal.ts'

/** A run as `runs` lists it. `interrupted`: nobody works on it, and it was neither suspended nor ended. */
export interface ListedRun {
  readonly run: string
  readonly folder: string
  readonly state: 'running' | 'interrupted' | 'suspended' | 'ended' | 'unreadable'
  /** Nothing when the run is unreadable; `why` says why. */
  readonly summary?: Summary
  readonly why?: string
  /** Who works on it, when it is running. */
  readonly holder?: Holder
}

/** The run id of a runbook started at an instant: `RB-005-20261122-0613-k3f9`. */
export function newRunId(runbook: string, at: Date): string {
  const [day, time] = at.toISOString().split('T')
  const letters = Array.from({ length: 4 }, () => '23456789abcdefghjkmnpqrstuvwxyz'[randomInt(31)])
  return `${runbook}-${(day ?? '').replaceAll('-', '')}-${(time ?? '').slice(0, 5).replace(':', '')}-${letters.join('')}`
}

/**
 * Creates the folder of a new run below a state folder: the very text that runs, copies of every runbook that it can
 * reach, an empty journal, a lock. All of it is on disk, readable by the operator alone, when this returns: the syncs come
 * last, because a file system that is asked for one change writes all that wait, and has less to do for the next.
 * @throws {Refusal} `no-state` when the state folder cannot take it; nothing has started then.
 */
export function createRunFolder(state: string, id: string, machine: RunMachine): string {
  const folder = runFolder(state, id)
  try {
    makeFolder(state, 'runs')
    mkdirSync(folder, { mode: folderMode })
    makeFolder(folder, 'output')
    createLock(folder)
    createJournal(folder)
    pin(folder, machine)
    syncFolder(folder)
    syncFolder(join(state, 'runs'))
  } catch (error) {
    throw noState(state, error)
  }
  return folder
}

/** Makes the state folder where it is missing: asked before anything is typed or started. @throws {Refusal} `no-state` */
export function makeState(state: string): void {
  try {
    makeFolder(state, 'runs')
  } catch (error) {
    throw noState(state, error)
  }
}

function noState(state: string, error: unknown): Refusal {
  return new Refusal(
    'no-state',
    `the state folder \`${state}\` cannot take a run: ${errnoText(error)}`,
    'set `RUNBOOK_STATE` to a folder that you can write to, on a disk with some space; nothing was started',
    error,
  )
}

/** `runbook.md` is for people and not waited for: what runs, and what a resume reads, are the copies named by digest. */
function pin(folder: string, machine: RunMachine): void {
  const copies = makeFolder(folder, 'runbooks')
  for (const [path, { text }] of machine.runbooks) {
    if (path === machine.start) writeFileSync(join(folder, 'runbook.md'), text, { mode: fileMode })
    const copy = join(copies, `${textDigest(text)}.md`)
    if (statSync(copy, { throwIfNoEntry: false }) === undefined) writeNewFile(copy, text)
  }
  syncFolder(copies)
}

/** SHA-256, hex, of a text in UTF-8: names the pinned copy of a runbook. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * The pinned text of a runbook, exactly as it was when the run began.
 * @throws {Refusal} `unreadable-definition` when the copy is gone or is not what its name says.
 */
export function readPinned(folder: string, digest: string): string {
  const path = join(folder, 'runbooks', `${digest}.md`)
  let text: string | undefined
  try {
    text = readFileSync(path, 'utf8')
  } catch {}
  if (text !== undefined && textDigest(text) === digest) return text
  const why = text === undefined ? 'is missing' : 'is not the text that the run began with'
  throw new Refusal('unreadable-definition', `the pinned runbook \`${path}\` ${why}`, 'start a new run')
}

/** All runs of a state folder, newest first, read from their summaries alone. */
export function listRuns(state: string): ListedRun[] {
  return runNames(state)
    .map((run) => listRun(runFolder(state, run), run))
    .sort((a, b) => compare(b.summary?.startedAt ?? '', a.summary?.startedAt ?? ''))
}

/** The runs that can be resumed or stopped, newest first; of one runbook when its id is given. */
export function openRuns(state: string, runbook?: string): ListedRun[] {
  const closed = new Set(['ended', 'unreadable'])
  return listRuns(state).filter(
    (run) => !closed.has(run.state) && (runbook === undefined || run.summary?.runbook === runbook),
  )
}

/**
 * The folder of a run, by its whole id.
 * @throws {Refusal} `unknown-run`, naming the newest run whose id begins alike.
 */
export function findRun(state: string, run: string): string {
  const names = runNames(state)
  if (names.includes(run)) return runFolder(state, run)
  const alike = names.findLast((name) => name.startsWith(run.slice(0, 6)))
  throw new Refusal(
    'unknown-run',
    `no run is called \`${run}\` in \`${state}\``,
    alike === undefined ? 'see `runbook runs`' : `did you mean \`${alike}\`?`,
  )
}

function listRun(folder: string, run: string): ListedRun {
  const read = summarise(folder)
  if (typeof read === 'string') return { run, folder, state: 'unreadable', why: read }
  const found = { run, folder, summary: read }
  if (read.state !== 'open') return { ...found, state: read.state }
  const holder = isHeld(folder) ? readHolder(folder) : undefined
  return holder === undefined ? { ...found, state: 'interrupted' } : { ...found, state: 'running', holder }
}

function summarise(folder: string): Summary | string {
  const head = readHead(folder)
  if (head !== undefined) return head
  try {
    const [began] = readJournal(folder).records
    return began?.type === 'began' ? summaryOf(began) : 'it never began: nothing was started'
  } catch (error) {
    return error instanceof Refusal ? error.message : errnoText(error)
  }
}

/** The summary of a run of which only the beginning is known. */
export function summaryOf(began: Began): Summary {
  return {
    run: began.run,
    runbook: began.runbook,
    title: began.title,
    state: 'open',
    startedAt: began.at,
    at: began.at,
    operator: began.operator.user,
    ...(began.mttr === undefined ? {} : { mttr: began.mttr }),
    ...(began.lab === undefined ? {} : { lab: began.lab }),
    ...(began.incident === undefined ? {} : { incident: began.incident }),
  }
}

function runNames(state: string): string[] {
  try {
    return readdirSync(join(state, 'runs')).sort()
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw new Refusal(
      'no-state',
      `the runs in \`${state}\` cannot be read: ${errnoText(error)}`,
      'set `RUNBOOK_STATE` to a folder that you may read, or ask as the user whose runs these are',
      error,
    )
  }
}

function runFolder(state: string, run: string): string {
  return join(state, 'runs', run)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
