import { z } from 'zod'
import {
  instant,
  digest,
  count,
  index,
  place,
  blockPlace,
  happened,
  outcome,
  verdict,
  operator,
  input,
} from './journal-shapes.ts'

export const began = z.strictObject({
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

export const intended = z.strictObject({
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

export const resumed = z.strictObject({
  ...happened,
  type: z.literal('resumed'),
  operator,
  engine: z.string(),
  reason: z.enum(['asked', 'stolen']),
  note: z.string().exactOptional(),
  /** Inputs that were still missing and were given now. */
  inputs: z.array(input).readonly().exactOptional(),
})

export const suspended = z.strictObject({
  ...happened,
  type: z.literal('suspended'),
  why: z.enum(['operator', 'unanswered', 'failed', 'hung-up', 'interrupted', 'terminated']),
  reason: z.string(),
  /** A word for whoever goes on. */
  note: z.string().exactOptional(),
})

/** The operator looked around in a shell with the run's environment; what was done there is not known. */
export const shelled = z.strictObject({
  ...happened,
  type: z.literal('shelled'),
  ...place,
  directory: z.string(),
  /** Exit status of the shell. */
  status: z.int(),
})

/** A block that only looks was run once more after a failure. Nothing that follows in the run depends on it. */
export const looked = z.strictObject({
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
export const reminded = z.strictObject({
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
export const notified = z.strictObject({
  ...happened,
  type: z.literal('notified'),
  level: index,
  to: z.string(),
  person: z.string(),
})

export type Began = z.infer<typeof began>
export type Intended = z.infer<typeof intended>
export type Resumed = z.infer<typeof resumed>
export type Suspended = z.infer<typeof suspended>
export type Reminded = z.infer<typeof reminded>
export type Notified = z.infer<typeof notified>
export type Shelled = z.infer<typeof shelled>
export type Looked = z.infer<typeof looked>
export type JournalOperator = z.infer<typeof operator>

/** Records that change nothing in the machine. */
export type Note = Began | Intended | Resumed | Suspended | Reminded | Notified | Shelled | Looked
