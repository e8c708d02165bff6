import { compileMachine, UnfitEvent } from '../machine/index.ts'
import type { RunMachine } from '../machine/types.ts'
import type { Runbook } from '../model.ts'
import type { Source } from '../source.ts'
import type { Began } from '../../schemas/journal.ts'
import { recordInputs, restoreInputs } from './bindings.ts'
import { changesSince } from './changes.ts'
import { replaceJournal } from './journal.ts'
import { acquireLock, type RunLock } from './lock.ts'
import { journalPath, readJournal, type JournalReading } from './reading.ts'
import { DamagedJournal, Refusal } from './refusal.ts'
import { RunInHand } from './run.ts'
import { holderOf, type Hand } from './start.ts'
import { readPinned } from './store.ts'
import type { Binding, Bindings } from './commands.ts'

export interface ResumeOptions extends Hand {
  readonly folder: string
  /** Takes the run over from a holder that is frozen or out of reach. */
  readonly steal?: boolean
  /** Reads a pinned text; the same parser that a start uses. */
  readonly parse: (source: Source) => Promise<Runbook>
  /**
   * Gets the secrets of these names anew: their values were never written. `others` were never given, and some runbook
   * on the way may still need them.
   */
  readonly secrets: (
    began: Began,
    names: readonly string[],
    others: readonly string[],
  ) => Promise<readonly Binding[]>
  readonly note?: string
  /** Gets inputs that nobody has given so far, and that some runbook on the way may need; never secrets. */
  readonly inputs?: (machine: RunMachine, bindings: Bindings) => Promise<readonly Binding[]>
}

/** A run as it stands on disk, without holding it: for reports and for showing it. */
export interface RunRecord {
  readonly began: Began
  readonly machine: RunMachine
  readonly reading: JournalReading
}

/**
 * Reads and verifies a run from its own folder alone: its journal, and the runbooks as they were when it began.
 * @throws {Refusal} when the journal is damaged or a pinned runbook is not what it was.
 */
export async function readRun(
  folder: string,
  parse: (source: Source) => Promise<Runbook>,
): Promise<RunRecord> {
  const reading = readJournal(folder)
  const [began] = reading.records
  if (began?.type !== 'began') {
    throw new Refusal(
      'ended-run',
      `the run in \`${folder}\` never began`,
      'nothing was started; remove the folder',
    )
  }
  const runbooks = new Map<string, Runbook>()
  for (const [path, digest] of Object.entries(began.runbooks)) {
    runbooks.set(path, await parse({ path, text: readPinned(folder, digest) }))
  }
  return { began, reading, machine: compileMachine(runbooks, began.start, began.from) }
}

/**
 * Takes an open run in hand: locks it, verifies it, repairs a torn last line, brings the machine to where the facts
 * lead and records who goes on. Nothing of the runbook has been done yet; give the run to `goOn`.
 * @throws {Refusal} when it is held, damaged, over, or was begun by an engine of another major version.
 */
export async function resumeRun(options: ResumeOptions): Promise<RunInHand> {
  const { folder, operator, engine, clock, steal = false } = options
  const at = clock.now()
  const lock = acquireLock(folder, holderOf(operator, at), steal)
  const run = await takeInHand(lock, options).catch((error: unknown) => {
    lock.release()
    throw error
  })
  try {
    if (run.effect.kind === 'end') throw alreadyOver(run)
    run.provide(await secretsOf(run, options))
    const given = (await options.inputs?.(run.machine, run.bindings)) ?? []
    run.provide(given)
    const note = options.note === undefined ? {} : { note: options.note }
    const inputs = given.length === 0 ? {} : { inputs: recordInputs(bindingsOf(given)) }
    const reason = steal ? 'stolen' : 'asked'
    run.note({ at, type: 'resumed', operator, engine, reason, ...note, ...inputs })
    return run
  } catch (error) {
    run.close()
    throw error
  }
}

async function takeInHand(lock: RunLock, options: ResumeOptions): Promise<RunInHand> {
  const { folder, parse, engine, steal = false } = options
  if (steal) replaceJournal(folder)
  const { began, machine, reading } = await readRun(folder, parse)
  refuseOtherEngine(began, engine)
  const later = reading.records.flatMap((record) => (record.type === 'resumed' ? (record.inputs ?? []) : []))
  const bindings = restoreInputs([...began.inputs, ...later])
  const epoch = (reading.records.at(-1)?.epoch ?? 0) + 1
  const parts = { folder, began, machine, lock, reading, bindings, epoch, resumed: true }
  const run = fitted(folder, () => new RunInHand(parts))
  run.notes.push(...mendings(reading), ...changesSince(machine, began.directory))
  return run
}

function bindingsOf(bindings: readonly Binding[]): Bindings {
  return new Map(bindings.map((binding) => [binding.name, binding]))
}

function secretsOf({ began, machine }: RunInHand, { secrets }: ResumeOptions): Promise<readonly Binding[]> {
  const names = began.inputs.filter(({ secret }) => secret).map(({ name }) => name)
  const declared = [...machine.runbooks.values()].flatMap(({ frontmatter }) =>
    Object.entries(frontmatter.inputs),
  )
  const secret = declared.filter(([, { type }]) => type === 'secret').map(([name]) => name)
  const others = [...new Set(secret)].filter((name) => !names.includes(name))
  return names.length + others.length === 0 ? Promise.resolve([]) : secrets(began, names, others)
}

function mendings({ chain, head }: JournalReading): { readonly message: string }[] {
  const torn = `the last line of the journal was torn (${chain.torn} bytes) and was cut away`
  const headless = 'the second witness `head.json` was missing: lost last records could not be told'
  return [
    ...(chain.torn > 0 ? [{ message: torn }] : []),
    ...(head === undefined ? [{ message: headless }] : []),
  ]
}

function fitted(folder: string, open: () => RunInHand): RunInHand {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof UnfitEvent)) throw error
    throw new DamagedJournal(journalPath(folder), (error.index ?? 0) + 1, error.message)
  }
}

function alreadyOver(run: RunInHand): Refusal {
  const { effect } = run
  const result = effect.kind === 'end' ? effect.result : 'over'
  return new Refusal(
    'ended-run',
    `run \`${run.id}\` has ended: ${result}`,
    `see \`runbook report ${run.id}\``,
  )
}

function refuseOtherEngine(began: Began, engine: string): void {
  const [major] = began.engine.split('.')
  if (major === engine.split('.')[0]) return
  throw new Refusal(
    'other-engine',
    `run \`${began.run}\` was begun by engine ${began.engine}, and this is ${engine}`,
    `go on with an engine of version ${major}, or stop it with one`,
  )
}
