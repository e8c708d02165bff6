import { closeSync, constants, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome } from '../../outcome.ts'
import { sameAttempt, type Attempted, type EndRecord, type StartRecord } from './protocol.ts'

/** A line of the supervisor's notes: in which boot they were opened, or a start, or an end. */
type Note = { readonly openedIn: string } | StartRecord | EndRecord

/** File in which the supervisors of a run note every start before it happens and every end, one JSON text a line. */
function notesPath(runDirectory: string): string {
  return join(runDirectory, 'commands.jsonl')
}

/**
 * The notes of a run's commands, open for appending. What is written outlives every process, but not the machine: so the
 * boot is put on disk first, once, and after another boot a start that is not found is not taken for one that never was.
 * A line that is not whole was never all written: nothing was started for it, and no end is known.
 */
export class Notes {
  readonly #file: number

  constructor(runDirectory: string, boot: string) {
    const { O_WRONLY, O_APPEND, O_CREAT } = constants
    this.#file = openSync(notesPath(runDirectory), O_WRONLY | O_APPEND | O_CREAT, 0o600)
    this.add({ openedIn: boot })
    fdatasyncSync(this.#file)
    syncFolder(runDirectory)
  }

  /**
   * Adds a note behind a line break, for what stands before it may be torn. The kernel has it when it returns; the disk is
   * not waited for: what a power loss takes leaves the attempt in doubt.
   * @throws when the disk refuses; then nothing may be started
   */
  add(note: Note): void {
    const bytes = Buffer.from(`\n${JSON.stringify(note)}\n`)
    if (writeSync(this.#file, bytes) !== bytes.length) throw new Error('no space left on the disk (ENOSPC)')
  }
}

/** What is known of the start of an attempt; nothing when it was never started, or when the machine lost the note of it. */
export function findStart(runDirectory: string, attempt: Attempted): StartRecord | undefined {
  return readNotes(runDirectory)
    .filter((note) => 'epoch' in note)
    .findLast((note) => sameAttempt(note, attempt))
}

/** The outcome of the command with this stem, or nothing when none was kept. */
export function findOutcome(runDirectory: string, stem: string): Outcome | undefined {
  return readNotes(runDirectory)
    .filter((note) => 'outcome' in note)
    .findLast((note) => note.stem === stem)?.outcome
}

/** Whether the machine went down since the run began, and may have lost notes of starts. `boot`: the present one. */
export function mayHaveLostStarts(runDirectory: string, boot: string): boolean {
  return readNotes(runDirectory).some((note) => 'openedIn' in note && note.openedIn !== boot)
}

/** The stems of all commands that were announced, oldest first. */
export function announcedStems(runDirectory: string): string[] {
  return readNotes(runDirectory).flatMap((note) => ('epoch' in note ? [note.stem] : []))
}

function readNotes(runDirectory: string): Note[] {
  return readText(notesPath(runDirectory))
    .split('\n')
    .map(parse)
    .filter((note): note is Note => typeof note === 'object' && note !== null)
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
