import { z } from 'zod'

/** Parts that records of a journal have in common. */
export const instant = z.iso.datetime({ precision: 3 })
export const digest = z.string().regex(/^[0-9a-f]{64}$/)
export const count = z.int().min(1)
export const index = z.int().min(0)
export const names = z.record(z.string(), z.string())

export const place = { frame: index, runbook: z.string(), section: z.string() }
export const blockPlace = { ...place, block: index }
/** Marks what happened while rolling back. */
export const inRollback = { purpose: z.literal('rollback').exactOptional() }
export const happened = { at: instant, by: z.string().exactOptional() }

export const outputSummary = z.strictObject({
  file: z.string(),
  bytes: index,
  sha256: digest,
  head: z.string(),
  tail: z.string(),
})

export const outcome = z.strictObject({
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

export const checks = z
  .array(z.strictObject({ expected: z.string(), actual: z.string(), held: z.boolean() }))
  .readonly()
export const verdict = z.strictObject({ held: z.boolean(), checks })

export const operator = z.strictObject({
  user: z.string(),
  host: z.string(),
  pid: z.int(),
  /** Device of the terminal, `null` without one. */
  terminal: z.string().nullable(),
})

export const input = z.strictObject({
  name: z.string(),
  from: z.enum(['default', 'flag', 'file', 'environment', 'prompt', 'lab', 'output']),
  secret: z.boolean(),
  /** Missing for secrets: their values are never written. */
  value: z.string().exactOptional(),
})
