import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { advance, begin } from '../machine/index.ts'
import type { Effect, Place, RunEvent, Turn } from '../machine/types.ts'
import type { Intended, Looked } from '../../schemas/journal.ts'
import { learn, restoreInputs } from './bindings.ts'
import { factOf, isFact, journalPath, readJournal, type SealedRecord } from './reading.ts'
import { DamagedJournal } from './refusal.ts'
import type { RunRecord } from './resume.ts'
import { sameSection, sectionOf } from './runner.ts'
import { findStart } from './supervisor/records.ts'
import type { Binding, Command } from './commands.ts'
import type { Notice, Observer } from './notices.ts'
import type { RunView } from './performer.ts'

/** Bytes of output that are read at once. */
const chunk = 1 << 16

/** What a person has to answer. */
const questions: ReadonlySet<Effect['kind']> = new Set([
  'confirm',
  'choose',
  'tick',
  'instruct',
  'tell',
  'recover',
  'settle',
])

/**
 * Tells what happens in a run that somebody else has in hand, from its folder alone: the notices that its own terminal is
 * given, as far as the disk knows them. Nothing is written and no lock is taken.
 */
export class RunWatch {
  readonly #folder: string
  readonly #record: RunRecord
  readonly #observe: Observer
  readonly #bindings: Map<string, Binding>
  readonly #events: RunEvent[] = []
  readonly #read = new Map<string, number>()
  #turn: Turn
  #told = 0
  #size = -1
  #at: Place | undefined
  #pending: Intended | undefined
  /** What was open when the run was last looked at, and whether that was said. */
  #open: { readonly effect: Effect; readonly said: boolean } | undefined

  constructor(folder: string, record: RunRecord, observe: Observer) {
    this.#folder = folder
    this.#record = record
    this.#observe = observe
    this.#bindings = restoreInputs(record.began.inputs)
    this.#turn = begin(record.machine)
  }

  /** Tells what is new; whether the run goes on. It rests until somebody resumes it. */
  look(): 'goes-on' | 'rests' | 'ended' {
    for (const record of this.#news()) this.#tell(record)
    if (this.#pending !== undefined) this.#output(this.#pending)
    if (this.#turn.effect.kind === 'end') return 'ended'
    if (this.#last?.type === 'suspended') return 'rests'
    this.#ask(this.#turn.effect)
    return 'goes-on'
  }

  /** A question that stands at two looks waits for a person: flags answer theirs at once. */
  #ask(effect: Exclude<Effect, { kind: 'end' }>): void {
    const stands = this.#open?.effect === effect
    if (stands && this.#open?.said === false && questions.has(effect.kind))
      this.#say({ kind: 'asked', effect })
    this.#open = { effect, said: stands }
  }

  #last: SealedRecord | undefined

  /** A journal that is just being written may look torn for a moment: it is read again the next time. */
  #news(): readonly SealedRecord[] {
    const { size } = statSync(journalPath(this.#folder))
    if (size === this.#size) return []
    try {
      const { records } = readJournal(this.#folder)
      this.#size = size
      const news = records.slice(this.#told)
      this.#told = records.length
      return news
    } catch (error) {
      if (error instanceof DamagedJournal && this.#told > 0) return []
      throw error
    }
  }

  #tell(record: SealedRecord): void {
    this.#last = record
    if (record.type === 'began') return this.#start()
    if (record.type === 'intended') return this.#intend(record)
    if (record.type === 'suspended') return this.#say({ ...record, kind: 'suspended', view: this.#view() })
    if (record.type === 'looked') return this.#looked(record)
    if (isFact(record)) this.#happened(factOf(record))
    else if (record.type === 'resumed')
      this.#say({ kind: 'warned', message: `${record.operator.user} goes on with the run` })
  }

  #start(): void {
    const { machine } = this.#record
    const runbook = machine.runbooks.get(machine.start)
    if (runbook === undefined) return
    this.#say({ kind: 'started', view: this.#view(), runbook, resumed: false, watched: true })
    this.#enter(this.#turn.effect)
  }

  #intend(record: Intended): void {
    this.#pending = record
    const { frame, runbook, section, block, attempt, purpose } = record
    const effect = { frame, runbook, section, block, attempt, purpose }
    this.#say({ kind: 'command', effect, command: this.#command(record) })
  }

  #command({ frame, runbook, section, block, ...rest }: Intended): Command {
    const place = { frame, runbook, section, block }
    const found = sectionOf(this.#record, place).section.blocks[block]
    if (found === undefined) throw new Error(`no block at ${JSON.stringify(place)}`)
    const { language, role, script } = found
    const { interpreter, directory, timeout, digest, as } = rest
    const uses = rest.uses.flatMap((name) => this.#bindings.get(name) ?? [])
    const shown = {
      place,
      language,
      role,
      script,
      interpreter,
      uses,
      environment: {},
      directory,
      timeout,
      digest,
    }
    return as === undefined ? shown : { ...shown, as }
  }

  #looked(event: Looked): void {
    this.#ended()
    this.#say({ kind: 'looked', event, ...sectionOf(this.#record, event) })
  }

  #ended(): void {
    if (this.#pending !== undefined) this.#output(this.#pending)
    this.#pending = undefined
  }

  #happened(event: RunEvent): void {
    this.#ended()
    const { effect } = this.#turn
    this.#turn = advance(this.#record.machine, this.#turn.snapshot, event)
    this.#events.push(event)
    learn(this.#bindings, event)
    if (effect.kind !== 'end') this.#say({ kind: 'happened', event, ...sectionOf(this.#record, effect) })
    this.#enter(this.#turn.effect)
  }

  #enter(effect: Effect): void {
    if (effect.kind === 'end') return this.#say({ kind: 'ended', view: this.#view(), effect })
    const same = sameSection(this.#at, effect)
    this.#at = effect
    if (!same) this.#say({ kind: 'entered', place: effect, ...sectionOf(this.#record, effect), boxes: [] })
    if (effect.kind === 'wait') {
      const deadline = effect.deadline === undefined ? {} : { deadline: effect.deadline }
      this.#say({ kind: 'waiting', until: effect.until, ...deadline })
    }
  }

  #output({ frame, runbook, section, block, attempt, purpose }: Intended): void {
    const place = { frame, runbook, section, block }
    const start = findStart(this.#folder, { place, attempt, ...(purpose === 'look' ? { look: true } : {}) })
    if (start === undefined) return
    for (const [stream, ending] of [
      ['stdout', 'out'],
      ['stderr', 'err'],
    ] as const) {
      const path = join(this.#folder, 'output', `${start.stem}.${ending}`)
      for (let bytes = this.#more(path); bytes.length > 0; bytes = this.#more(path))
        this.#say({ kind: 'output', stream, bytes })
    }
  }

  #more(path: string): Uint8Array {
    const from = this.#read.get(path) ?? 0
    const bytes = Buffer.alloc(chunk)
    try {
      const file = openSync(path, 'r')
      try {
        const took = readSync(file, bytes, 0, bytes.length, from)
        this.#read.set(path, from + took)
        return bytes.subarray(0, took)
      } finally {
        closeSync(file)
      }
    } catch {
      return Buffer.alloc(0)
    }
  }

  #view(): RunView {
    const { began, machine } = this.#record
    const { snapshot } = this.#turn
    const view = { id: began.run, machine, snapshot, bindings: this.#bindings, startedAt: began.at }
    const lab = began.lab === undefined ? {} : { lab: began.lab }
    return { ...view, ...lab, events: this.#events, directory: this.#folder }
  }

  #say(notice: Notice): void {
    this.#observe(notice)
  }
}
