import { z } from 'zod'
import type { RunEvent } from '../engine/machine/types.ts'

/**
 * Every record of a run's journal, as it is written and as other programs may read it.
 * The engine writes and replays its own records without this schema; it is for foreign and old journals, for the
 * tests and for `journal.schema.json`.
 */
const instant = z.iso.datetime({ precision: 3 })
const digest = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(1)
const index = z.int().min(0)
const names = z.record(z.string(), z.string())

const place = { frame: index, runbook: z.string(), section: z.string() }
const blockPlace = { ...place, block: index }
/** Marks what happened while rolling back. */
const inRollback = { purpose: z.literal('rollback').exactOptional() }
const happened = { at: instant, by: z.string().exactOptional() }

const outputSummary = z.strictObject({
  file: z.string(),
  bytes: index,
  sha256: digest,
  head: z.string(),
  tail: z.string(),
})

const outcome = z.strictObject({
  ended: z.enum(['exited', 'signalled', 'timed-out', 'stopped', 'unstarted']),
  code: z.int().exactOptional(),
  signal: z.string().exactOptional(),
  detail: z.string().exactOptional(),
  startedAt: instant,
  endedAt: instant,
  stdout: outputSummary,
  stderr: outputSummary,
  values: names,
  survivors: z.array(z.int()).readonly().exactOptional(),
  session: z
    .strictObject({ directory: z.string(), exports: z.record(z.string(), z.string().nullable()) })
    .exactOptional(),
  notices: z.array(z.string()).readonly().exactOptional(),
})

const checks = z
  .array(z.strictObject({ expected: z.string(), actual: z.string(), held: z.boolean() }))
  .readonly()
const verdict = z.strictObject({ held: z.boolean(), checks })

const operator = z.strictObject({
  user: z.string(),
  host: z.string(),
  pid: z.int(),
  /** Device of the terminal, `null` without one. */
  terminal: z.string().nullable(),
})

const input = z.strictObject({
  name: z.string(),
  from: z.enum(['default', 'flag', 'file', 'environment', 'prompt', 'lab', 'output']),
  secret: z.boolean(),
  /** Missing for secrets: their values are never written. */
  value: z.string().exactOptional(),
})

const began = z.strictObject({
  ...happened,
  type: z.literal('began'),
  run: z.string(),
  engine: z.string(),
  /** Id, title and target (milliseconds) of the runbook that was started. */
  runbook: z.string(),
  title: z.string(),
  mttr: z.number().exactOptional(),
  /** SHA-256 of each reachable runbook's text, by the path it was read from. */
  runbooks: z.record(z.string(), digest),
  start: z.string(),
  from: z.string().exactOptional(),
  directory: z.string(),
  inputs: z.array(input).readonly(),
  operator,
  lab: z.string().exactOptional(),
  incident: z.string().exactOptional(),
  /** When the harm began and when it was noticed, as whoever started the run knew it. */
  harmBegan: instant.exactOptional(),
  harmDetected: instant.exactOptional(),
  /** The answers that were given ahead of time, as flags. */
  options: z.array(z.string()).readonly(),
})

const intended = z.strictObject({
  ...happened,
  type: z.literal('intended'),
  ...blockPlace,
  attempt: count,
  /** `look`: a block that only looks is run once more; the run does not move. */
  purpose: z.enum(['work', 'check-first', 'settle', 'rollback', 'look']),
  digest,
  language: z.string(),
  interpreter: z.array(z.string()).readonly(),
  /** SHA-256 of the script's text; the text itself stands in the pinned runbook. */
  script: digest,
  directory: z.string(),
  as: z.string().exactOptional(),
  timeout: z.number(),
  /** Names of the inputs and values that the script uses. */
  uses: z.array(z.string()).readonly(),
})

const resumed = z.strictObject({
  ...happened,
  type: z.literal('resumed'),
  operator,
  engine: z.string(),
  reason: z.enum(['asked', 'stolen']),
  note: z.string().exactOptional(),
  /** Inputs that were still missing and were given now. */
  inputs: z.array(input).readonly().exactOptional(),
})

const suspended = z.strictObject({
  ...happened,
  type: z.literal('suspended'),
  why: z.enum(['operator', 'unanswered', 'failed', 'hung-up', 'interrupted', 'terminated']),
  reason: z.string(),
  /** A word for whoever goes on. */
  note: z.string().exactOptional(),
})

/** The operator looked around in a shell with the run's environment; what was done there is not known. */
const shelled = z.strictObject({
  ...happened,
  type: z.literal('shelled'),
  ...place,
  directory: z.string(),
  /** Exit status of the shell. */
  status: z.int(),
})

/** A block that only looks was run once more after a failure. Nothing that follows in the run depends on it. */
const looked = z.strictObject({
  ...happened,
  type: z.literal('looked'),
  ...blockPlace,
  /** Counts the looks of the run from 1. */
  attempt: count,
  outcome,
  verdict,
  /** Of a question: the branch that its conditions choose now, and the one that was taken when it was asked. */
  proposed: index.exactOptional(),
  taken: index.exactOptional(),
})

/** A reminder was shown; what it says stands in the pinned runbook. */
const reminded = z.strictObject({
  ...happened,
  type: z.literal('reminded'),
  /** What it belongs to: the whole run, a phase or a section of a runbook, or a level of the escalation. */
  of: z.enum(['run', 'phase', 'section', 'level']),
  frame: index,
  runbook: z.string(),
  /** Id of the phase or the section. */
  id: z.string().exactOptional(),
  /** Which of its reminders, or which level. */
  index,
  /** When it was due. */
  due: instant,
})

/** Somebody was told, and the run goes on. */
const notified = z.strictObject({
  ...happened,
  type: z.literal('notified'),
  level: index,
  to: z.string(),
  person: z.string(),
})

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

export type Began = z.infer<typeof began>
export type Intended = z.infer<typeof intended>
export type Resumed = z.infer<typeof resumed>
export type Suspended = z.infer<typeof suspended>
export type Reminded = z.infer<typeof reminded>
export type Notified = z.infer<typeof notified>
export type Shelled = z.infer<typeof shelled>
export type Looked = z.infer<typeof looked>
export type JournalOperator = z.infer<typeof operator>

/** What the engine appends; the chain adds `n`, `epoch` and `hash`. */
/** Records that change nothing in the machine. */
export type Note = Began | Intended | Resumed | Suspended | Reminded | Notified | Shelled | Looked

export type JournalRecord = Note | RunEvent

/** Holds the schema and the machine's events together: each must be assignable to the other. */
type EventRecord = z.infer<(typeof events)[number]>
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never
export const eventsMatch: Same<EventRecord, RunEvent> = true
