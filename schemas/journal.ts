import { z } from 'zod'
import type { RunEvent } from '../engine/machine/types.ts'
import {
  began,
  intended,
  resumed,
  suspended,
  shelled,
  looked,
  reminded,
  notified,
  type Note,
} from './journal-notes.ts'
import {
  digest,
  count,
  index,
  names,
  place,
  blockPlace,
  inRollback,
  happened,
  outcome,
  checks,
  verdict,
} from './journal-shapes.ts'

/**
 * Every record of a run's journal, as it is written and as other programs may read it.
 * The engine writes and replays its own records without this schema; it is for foreign and old journals, for the
 * tests and for `journal.schema.json`.
 */
const recoveries = ['follow', 'retry', 'edit', 'skip', 'roll-back', 'escalate', 'stop', 'fail'] as const
const reason = { reason: z.string().exactOptional() }
const note = { note: z.string().exactOptional() }

const events = [
  z.strictObject({
    ...happened,
    ...blockPlace,
    ...inRollback,
    type: z.literal('attempted'),
    attempt: count,
    outcome,
    verdict,
  }),
  z.strictObject({
    ...happened,
    ...blockPlace,
    ...inRollback,
    type: z.literal('doubted'),
    attempt: count,
    detail: z.string(),
  }),
  z.strictObject({
    ...happened,
    ...blockPlace,
    ...inRollback,
    type: z.literal('changed'),
    attempt: count,
    digest,
  }),
  z.strictObject({
    ...happened,
    ...place,
    ...inRollback,
    type: z.literal('confirmed'),
    gate: index,
    block: index.exactOptional(),
    digest: z.string(),
    checks: checks.exactOptional(),
  }),
  z.strictObject({
    ...happened,
    ...place,
    ...inRollback,
    type: z.literal('denied'),
    gate: index,
    block: index.exactOptional(),
    detail: z.string().exactOptional(),
  }),
  z.strictObject({
    ...happened,
    ...place,
    type: z.literal('chosen'),
    branch: index,
    from: z.enum(['conditions', 'operator']),
    proposed: index.exactOptional(),
    checks: checks.exactOptional(),
    ...reason,
  }),
  z.strictObject({
    ...happened,
    ...blockPlace,
    type: z.literal('told'),
    text: z.string(),
    edited: z.literal(true).exactOptional(),
    copied: z.literal(true).exactOptional(),
    missing: z.array(z.string()).readonly().exactOptional(),
  }),
  z.strictObject({ ...happened, ...place, type: z.literal('ticked'), item: index, ...note }),
  z.strictObject({ ...happened, ...place, type: z.literal('unticked'), item: index, ...note }),
  z.strictObject({
    ...happened,
    ...place,
    type: z.literal('did'),
    how: z.enum(['done', 'failed', 'skipped']),
    ...note,
  }),
  z.strictObject({ ...happened, ...blockPlace, type: z.literal('waited') }),
  z.strictObject({
    ...happened,
    ...place,
    type: z.literal('recovered'),
    choice: z.enum(recoveries),
    ...reason,
    to: z.string().exactOptional(),
    level: index.exactOptional(),
    person: z.string().exactOptional(),
    inputs: names.exactOptional(),
  }),
  z.strictObject({
    ...happened,
    ...blockPlace,
    type: z.literal('settled'),
    choice: z.enum(['verify', 'done', 'not-done', 'retry', 'stop']),
    ...reason,
  }),
  z.strictObject({ ...happened, type: z.literal('stopped'), reason: z.string() }),
] as const

const seal = { n: count, epoch: count, hash: digest }

/** One line of `journal.jsonl`. */
export const sealedRecord = z.discriminatedUnion('type', [
  began.extend(seal),
  intended.extend(seal),
  resumed.extend(seal),
  suspended.extend(seal),
  reminded.extend(seal),
  notified.extend(seal),
  shelled.extend(seal),
  looked.extend(seal),
  ...events.map((event) => event.extend(seal)),
])

export type {
  Began,
  Intended,
  Resumed,
  Suspended,
  Reminded,
  Notified,
  Shelled,
  Looked,
  JournalOperator,
  Note,
} from './journal-notes.ts'

/** What the engine appends; the chain adds `n`, `epoch` and `hash`. */
export type JournalRecord = Note | RunEvent

/** Holds the schema and the machine's events together: each must be assignable to the other. */
type EventRecord = z.infer<(typeof events)[number]>
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never
export const eventsMatch: Same<EventRecord, RunEvent> = true
