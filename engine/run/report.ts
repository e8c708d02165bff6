import type { Began, Intended } from '../../schemas/journal.ts'
import { compileMachine, placesOf, replay } from '../machine/index.ts'
import type { BlockPlace, Effect, Place, RunEvent } from '../machine/types.ts'
import type { Block, Runbook, Section } from '../model.ts'
import { boxesOf, measuresOf, mitigatedAt, toldIn, type BoxReport, type Told } from './measures.ts'
import type { Measures } from '../stats.ts'
import { isFact, type SealedRecord } from './reading.ts'
import { Stays, type Stay } from './stays.ts'

/** The record of a run, ready to be rendered: everything that happened, with the words of the runbook beside it. */
export interface RunReport {
  readonly run: string
  readonly runbook: Runbook
  readonly began: Began
  readonly state: 'open' | 'suspended' | 'ended'
  /** How the run ended, when it has. */
  readonly end?: Extract<Effect, { kind: 'end' }>
  /** Where it stands, when it has not. */
  readonly stands?: Place
  /** ISO instant of the last record. */
  readonly lastAt: string
  /** Milliseconds from the start to the last record. */
  readonly elapsed: number
  /** Whether it ended within its target; nothing without a target or an end. */
  readonly withinTarget?: boolean
  /** When users were no longer affected, where a section says so. */
  readonly mitigatedAt?: string
  readonly boxes: readonly BoxReport[]
  /** Who was told, oldest first. */
  readonly told: readonly Told[]
  /** How long it took to notice, to mitigate and to resolve, as far as it is known. */
  readonly measures: Measures
  /** Oldest first. */
  readonly timeline: readonly Moment[]
}

/** What replaying a journal tells: where the run stood, from when to when, and what the machine wants or how it ended. */
export interface Lived {
  readonly stays: readonly Stay[]
  readonly effect: Effect
}

/** One thing that happened, who did it, and where. */
export interface Moment {
  readonly at: string
  /** Milliseconds since the start of the run. */
  readonly after: number
  readonly who: string
  readonly runbook: Runbook
  readonly section?: Section
  readonly block?: Block
  /** Of a message that was kept or posted: its text. */
  readonly text?: string
  /** The start that an outcome belongs to: its interpreter, folder and digest. */
  readonly intent?: Intended
  readonly fact: RunEvent | Exclude<SealedRecord, RunEvent | Intended>
}

/**
 * Puts a run's journal and the runbooks that it ran together. The same records always give the same report.
 * @param runbooks the pinned runbooks, by the path in the journal
 * @param records a verified journal, oldest first, that begins with `began`
 * @param lived what the process that ran it knows already; without it the journal is replayed
 * @throws {RangeError} when the journal is empty or its runbook is not among `runbooks`
 */
export function reportRun(
  runbooks: ReadonlyMap<string, Runbook>,
  records: readonly SealedRecord[],
  lived?: Lived,
): RunReport {
  const [began] = records
  const runbook = began?.type === 'began' ? runbooks.get(began.start) : undefined
  if (began?.type !== 'began' || runbook === undefined) throw new RangeError('the journal has no beginning')
  const lastAt = records.at(-1)?.at ?? began.at
  const facts = records.filter(isFact)
  const { stays, effect } = lived ?? relive(runbooks, began, facts)
  const mitigated = mitigatedAt(stays, facts, runbooks)
  const ended = effect.kind === 'end'
  const elapsed = Date.parse(lastAt) - Date.parse(began.at)
  const report = {
    run: began.run,
    runbook,
    began,
    state: stateOf(ended, records),
    ...(ended ? { end: effect } : { stands: effect }),
    lastAt,
    elapsed,
    ...(ended && began.mttr !== undefined ? { withinTarget: elapsed <= began.mttr } : {}),
    ...(mitigated === undefined ? {} : { mitigatedAt: mitigated }),
    boxes: boxesOf(stays, runbooks, lastAt),
    timeline: moments(began, runbook, runbooks, records),
  }
  return { ...report, told: toldIn(report), measures: measuresOf(report) }
}

function relive(runbooks: ReadonlyMap<string, Runbook>, began: Began, facts: readonly RunEvent[]): Lived {
  const machine = compileMachine(runbooks, began.start, began.from)
  const stays = new Stays()
  const { effect } = replay(machine, facts, (turn, event) =>
    stays.moved(machine, placesOf(turn), event?.at ?? began.at),
  )
  return { stays: stays.all, effect }
}

function stateOf(ended: boolean, records: readonly SealedRecord[]): RunReport['state'] {
  return ended ? 'ended' : records.at(-1)?.type === 'suspended' ? 'suspended' : 'open'
}

function moments(
  began: Began,
  start: Runbook,
  runbooks: ReadonlyMap<string, Runbook>,
  records: readonly SealedRecord[],
): Moment[] {
  let who = began.operator.user
  const intents = new Map<string, Intended>()
  const texts = new Map<string, string>()
  return records.flatMap((record): Moment[] => {
    if (record.type === 'intended') intents.set(keyOf(record), record)
    if (record.type === 'told') texts.set(keyOf(record), record.text)
    if (record.type === 'resumed') who = record.operator.user
    if (record.type === 'intended') return []
    const moment = {
      at: record.at,
      after: Date.parse(record.at) - Date.parse(began.at),
      who: record.by ?? who,
    }
    const place = placeOf(record, start, runbooks)
    const key =
      'block' in record && record.block !== undefined ? keyOf({ ...record, block: record.block }) : ''
    const text = texts.get(key)
    const intent = intents.get(key)
    return [
      {
        ...moment,
        ...place,
        ...(text === undefined ? {} : { text }),
        ...(belongs(intent, record) ? { intent } : {}),
        fact: record,
      },
    ]
  })
}

function keyOf({ frame, runbook, section, block }: BlockPlace): string {
  return JSON.stringify([frame, runbook, section, block])
}

function placeOf(
  record: SealedRecord,
  start: Runbook,
  runbooks: ReadonlyMap<string, Runbook>,
): Pick<Moment, 'runbook' | 'section' | 'block'> {
  if (!('section' in record)) return { runbook: start }
  const runbook = runbooks.get(record.runbook) ?? start
  const section = runbook.sections.find(({ id }) => id === record.section)
  const block = 'block' in record && record.block !== undefined ? section?.blocks[record.block] : undefined
  return { runbook, ...(section === undefined ? {} : { section }), ...(block === undefined ? {} : { block }) }
}

function belongs(intent: Intended | undefined, record: SealedRecord): intent is Intended {
  return (
    intent !== undefined &&
    (record.type === 'attempted' || record.type === 'doubted') &&
    intent.attempt === record.attempt &&
    intent.section === record.section &&
    intent.block === record.block &&
    intent.frame === record.frame
  )
}
