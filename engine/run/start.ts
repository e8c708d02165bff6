import type { RunMachine } from '../machine/types.ts'
import type { Began, JournalOperator } from '../../schemas/journal.ts'
import { recordInputs } from './bindings.ts'
import type { Clock } from './clock.ts'
import { acquireLock } from './lock.ts'
import { readJournal } from './reading.ts'
import { RunInHand } from './run.ts'
import { createRunFolder, newRunId, textDigest } from './store.ts'
import type { Binding, Bindings } from './commands.ts'

/** Who takes a run in hand, and with what. */
export interface Hand {
  readonly operator: JournalOperator
  /** Version of the engine. */
  readonly engine: string
  readonly clock: Clock
}

export interface StartOptions extends Hand {
  /** State folder; created when it is missing. */
  readonly state: string
  /** The runbooks must be free of errors. */
  readonly machine: RunMachine
  readonly bindings: Bindings
  /** Where the first block starts; an absolute path. */
  readonly directory: string
  readonly lab?: string
  readonly incident?: string
  /** ISO instants: when the harm began, and when it was noticed. */
  readonly harmBegan?: string
  readonly harmDetected?: string
  /** The flags that answer ahead of time, as typed. */
  readonly options: readonly string[]
}

/**
 * Begins a run: its folder with the pinned runbooks, its lock, its journal with the first record. Nothing of the
 * runbook has been done yet; give the run to `goOn`.
 * @throws {Refusal} when the state folder cannot take it.
 */
export function startRun(options: StartOptions): RunInHand {
  const { state, machine, bindings, clock, operator } = options
  const at = clock.now()
  const id = newRunId(startOf(machine).frontmatter.id, new Date(at))
  const folder = createRunFolder(state, id, machine)
  const lock = acquireLock(folder, holderOf(operator, at))
  const began = beganRecord(id, at, options)
  const copies: Map<string, Binding> = new Map(bindings)
  const parts = { folder, began, machine, lock, bindings: copies, reading: readJournal(folder), epoch: 1 }
  const run = new RunInHand({ ...parts, resumed: false })
  run.note(began)
  return run
}

/** What the lock says about its holder. */
export function holderOf(
  { user, host, pid }: JournalOperator,
  since: string,
): Parameters<typeof acquireLock>[1] {
  return { user, host, pid, since }
}

function beganRecord(run: string, at: string, options: StartOptions): Began {
  const { machine, bindings, operator, engine, directory, lab, incident, options: flags } = options
  const { frontmatter, title } = startOf(machine)
  return {
    at,
    type: 'began',
    run,
    engine,
    runbook: frontmatter.id,
    title,
    ...(frontmatter.mttr === undefined ? {} : { mttr: frontmatter.mttr }),
    runbooks: Object.fromEntries([...machine.runbooks].map(([path, { text }]) => [path, textDigest(text)])),
    start: machine.start,
    ...(machine.from === undefined ? {} : { from: machine.from }),
    directory,
    inputs: recordInputs(bindings),
    operator,
    ...(lab === undefined ? {} : { lab }),
    ...(incident === undefined ? {} : { incident }),
    ...(options.harmBegan === undefined ? {} : { harmBegan: options.harmBegan }),
    ...(options.harmDetected === undefined ? {} : { harmDetected: options.harmDetected }),
    options: flags,
  }
}

function startOf(machine: RunMachine) {
  const runbook = machine.runbooks.get(machine.start)
  if (runbook === undefined) throw new RangeError(`no runbook at \`${machine.start}\``)
  return runbook
}
