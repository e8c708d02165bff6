/** How one command ended; success and failure share this shape. Plain JSON: it goes into the journal. */
export interface Outcome {
  /** `exited` has a code, `signalled` a signal; `unstarted` never ran (the reason is in `detail`). */
  readonly ended: 'exited' | 'signalled' | 'timed-out' | 'stopped' | 'unstarted'
  readonly code?: number
  readonly signal?: string
  readonly detail?: string
  /** ISO instants with milliseconds. */
  readonly startedAt: string
  readonly endedAt: string
  readonly stdout: OutputSummary
  readonly stderr: OutputSummary
  /** What the block handed on through `$RUNBOOK_OUTPUT`. */
  readonly values: Readonly<Record<string, string>>
  /** Processes that outlived the group's end, found by the run's marker. */
  readonly survivors?: readonly number[]
  /** What a shell block that exited 0 changed for those after it. */
  readonly session?: SessionChange
  /** What the operator should know besides: values that were not handed on, output that was not kept. */
  readonly notices?: readonly string[]
}

/** Exported variables and the working directory after a shell block, as far as they differ from before. */
export interface SessionChange {
  readonly directory: string
  /** `null` was unset. Never holds a secret's value. */
  readonly exports: Readonly<Record<string, string | null>>
}

/** Enough of a stream for people; the whole stands in the file. Redacted before it is written anywhere. */
export interface OutputSummary {
  /** File name below the run's `output/`. */
  readonly file: string
  readonly bytes: number
  /** SHA-256 of the file's bytes, in hex. */
  readonly sha256: string
  /** The first and the last lines (UTF-8, bad bytes as U+FFFD), at most 2 KiB each; `tail` is empty when `head` is all. */
  readonly head: string
  readonly tail: string
}

/** Whether an outcome met its expectation, with both sides for the screen. */
export interface Verdict {
  readonly held: boolean
  /** One line per condition. */
  readonly checks: readonly Check[]
}

export interface Check {
  readonly expected: string
  readonly actual: string
  readonly held: boolean
}
