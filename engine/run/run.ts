import { advance, placesOf, replay } from '../machine/index.ts'
import type { BlockPlace, Effect, RunEvent, RunMachine, Turn } from '../machine/types.ts'
import type { Began, Intended, JournalRecord, Suspended } from '../../schemas/journal.ts'
import { learn } from './bindings.ts'
import { crashPoint } from './crash-points.ts'
import type { Summary } from './head.ts'
import { openJournal, type Journal } from './journal.ts'
import type { RunLock } from './lock.ts'
import { Refusal } from './refusal.ts'
import { factOf, isFact, type JournalReading, type SealedRecord } from './reading.ts'
import { summaryOf } from './store.ts'
import { Times } from './times.ts'
import type { Binding, Bindings } from './commands.ts'
import type { RunView } from './performer.ts'

/** What a run is made of when it is taken in hand. */
export interface RunParts {
  readonly folder: string
  readonly began: Began
  readonly machine: RunMachine
  readonly lock: RunLock
  readonly reading: JournalReading
  readonly bindings: Map<string, Binding>
  readonly epoch: number
  readonly resumed: boolean
}

/**
 * A run that this process holds: the journal open for appending, and the state that its facts add up to.
 * Nothing changes the state but a fact that is on disk.
 */
export class RunInHand {
  readonly id: string
  readonly folder: string
  readonly began: Began
  readonly machine: RunMachine
  readonly resumed: boolean
  /** The fencing epoch of this process. */
  readonly epoch: number
  /** What the operator should know about a resumed run before it goes on. */
  readonly notes: { readonly message: string; readonly help?: string }[] = []
  /** What goes by the clock. */
  readonly times: Times
  /** How the run came to rest before it was taken in hand, when it did so in good order. */
  readonly rested: { readonly by: string; readonly record: Suspended } | undefined
  readonly #lock: RunLock
  readonly #journal: Journal
  readonly #bindings: Map<string, Binding>
  readonly #events: RunEvent[]
  #turn: Turn
  #pending: readonly Intended[]
  #looks: number
  #summary: Summary

  constructor({ folder, began, machine, lock, reading, bindings, epoch, resumed }: RunParts) {
    this.id = began.run
    this.folder = folder
    this.began = began
    this.machine = machine
    this.resumed = resumed
    this.epoch = epoch
    this.#lock = lock
    this.#bindings = bindings
    this.#events = reading.records.filter(isFact).map(factOf)
    for (const event of this.#events) learn(bindings, event)
    this.times = new Times(machine, began.at)
    this.#turn = replay(machine, this.#events, (turn, event) =>
      this.times.moved(placesOf(turn), event?.at ?? began.at),
    )
    for (const record of reading.records)
      if (record.type === 'reminded' || record.type === 'notified') this.times.noted(record)
    this.#pending = pendingIntents(reading.records)
    this.#looks = reading.records.filter(isLook).length
    this.rested = restOf(reading.records)
    const last = reading.records.at(-1)
    const state = last?.type === 'suspended' ? 'suspended' : 'open'
    this.#summary = summaryAt(began, state, last?.at ?? began.at, this.#turn)
    this.#journal = openJournal(folder, reading, {
      epoch,
      assertHeld: () => lock.assertHeld(),
    })
  }

  /** What the machine wants done next. */
  get effect(): Effect {
    return this.#turn.effect
  }

  get bindings(): Bindings {
    return this.#bindings
  }

  get events(): readonly RunEvent[] {
    return this.#events
  }

  /** The intents whose outcome the journal does not hold: their commands may have run. Several only of checks side by side. */
  get pending(): readonly Intended[] {
    return this.#pending
  }

  /** How often a block was run once more only to look. */
  get looks(): number {
    return this.#looks
  }

  view(): RunView {
    const { lab, incident, at } = this.began
    const { id, machine, folder } = this
    const view = { id, machine, snapshot: this.#turn.snapshot, bindings: this.#bindings, startedAt: at }
    const started = { ...(lab === undefined ? {} : { lab }), ...(incident === undefined ? {} : { incident }) }
    return { ...view, events: this.#events, directory: folder, ...started }
  }

  /** Writes a record that changes nothing in the machine. */
  note(record: Exclude<JournalRecord, RunEvent>): void {
    const state = record.type === 'suspended' ? 'suspended' : 'open'
    this.#append(record, summaryAt(this.began, state, record.at, this.#turn))
    if (record.type === 'reminded' || record.type === 'notified') this.times.noted(record)
    if (isLook(record)) this.#looks += 1
    if (record.type === 'intended') this.#pending = withIntent(this.#pending, record)
  }

  /** Writes a fact and advances the machine. A fact that does not fit is never written. */
  record(event: RunEvent): void {
    const turn = advance(this.machine, this.#turn.snapshot, event)
    this.#append(event, summaryAt(this.began, 'open', event.at, turn))
    crashPoint('before-advance')
    this.#turn = turn
    this.times.moved(placesOf(turn), event.at)
    this.#pending = withoutOutcome(this.#pending, event)
    this.#events.push(event)
    learn(this.#bindings, event)
  }

  /** Throws when this process lost the run; asked right before a command is started. */
  assertHeld(): void {
    this.#lock.assertHeld()
  }

  /** Adds what was given anew: secrets, which the journal does not hold, and inputs that were missing. */
  provide(given: readonly Binding[]): void {
    for (const binding of given) this.#bindings.set(binding.name, binding)
  }

  /** Lets the run go. A disk that refuses the last summary, or a new holder, changes nothing: the journal is what counts. */
  close(): void {
    try {
      this.#journal.rest(this.#summary)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    } finally {
      this.#journal.close()
      this.#lock.release()
    }
  }

  #append(record: JournalRecord, summary: Summary): void {
    this.#journal.append(record, summary)
    this.#summary = summary
  }
}

function summaryAt(began: Began, state: Summary['state'], at: string, { effect }: Turn): Summary {
  const summary = { ...summaryOf(began), at }
  if (effect.kind === 'end') return { ...summary, state: 'ended', result: effect.result }
  return { ...summary, state, section: effect.section, path: effect.runbook }
}

/** Whether two places name the same block in the same call. */
export function samePlace(a: BlockPlace, b: BlockPlace): boolean {
  return a.frame === b.frame && a.runbook === b.runbook && a.section === b.section && a.block === b.block
}

function pendingIntents(records: readonly SealedRecord[]): readonly Intended[] {
  return records.reduce<readonly Intended[]>((pending, record) => {
    if (record.type === 'intended') return withIntent(pending, record)
    return isFact(record) ? withoutOutcome(pending, record) : pending
  }, [])
}

function withIntent(pending: readonly Intended[], intent: Intended): readonly Intended[] {
  return isLook(intent) ? pending : [...pending.filter((one) => !samePlace(one, intent)), intent]
}

/** A look waits for nothing: whatever became of its command, the run goes on from where it stands. */
function isLook(record: JournalRecord): boolean {
  return record.type === 'intended' && record.purpose === 'look'
}

/** What became of a command settles its own intent; every other fact comes when nothing runs. */
function withoutOutcome(pending: readonly Intended[], event: RunEvent): readonly Intended[] {
  if (event.type !== 'attempted' && event.type !== 'doubted' && event.type !== 'changed') return []
  return pending.filter((intent) => !samePlace(intent, event))
}

/** The rest that the journal ends with, and whose hand it was in then. */
function restOf(records: readonly SealedRecord[]): RunInHand['rested'] {
  const record = records.at(-1)
  const holder = records.findLast(({ type }) => type === 'began' || type === 'resumed')
  if (record?.type !== 'suspended' || holder === undefined || !('operator' in holder)) return undefined
  return { by: holder.operator.user, record }
}
