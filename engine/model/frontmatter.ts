/** What the frontmatter of a runbook says: types only. */

export type SeverityLevel = 'P0' | 'P1' | 'P2' | 'P3' | 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4'

/** What the zod schema in `schemas/frontmatter.ts` gives back; durations are milliseconds. */
export interface Frontmatter {
  readonly id: string
  readonly title?: string
  readonly summary?: string
  readonly service?: string
  readonly severity?: SeverityLevel
  readonly mttr?: number
  readonly owner?: string
  readonly alerts: readonly string[]
  readonly symptoms: readonly string[]
  readonly inputs: Readonly<Record<string, InputDeclaration>>
  readonly requires: readonly string[]
  /** To whom it goes, in the order in which their times come; a single level when one was written. */
  readonly escalate: readonly EscalationLevel[]
  /** ISO date, `2026-11-20`. */
  readonly reviewed?: string
  readonly review_every?: number
  /** When it is done again and again, as written; `engine/cadence.ts` reads it. */
  readonly cadence?: string
  /** The log lines that it is for. */
  readonly logs: readonly LogPattern[]
}

/** One level of an escalation. */
export interface EscalationLevel {
  /** Milliseconds after the start of the run; none for a level that no time leads to. */
  readonly after?: number
  readonly to: string
  /** What this level may decide, in words. */
  readonly authority?: string
}

/** What is done about a fault that a log line tells of. */
export type Strategy = 'retry' | 'fallback' | 'partial' | 'continue' | 'intervene' | 'restart'

export interface LogPattern {
  /** A pattern between slashes, `/re/flags`, tried on each line. */
  readonly match: string
  readonly strategy: Strategy
  readonly note?: string
}

export type InputType =
  'string' | 'integer' | 'number' | 'boolean' | 'choice' | 'url' | 'path' | 'duration' | 'host' | 'secret'

export interface InputDeclaration {
  readonly type: InputType
  readonly description?: string
  /** As the text that a block would see in its environment. */
  readonly default?: string
  readonly choices?: readonly string[]
  /** A regular expression that the whole value of a `string` must match. */
  readonly pattern?: string
  /** `false`: an empty value is a value; the input need not be given. */
  readonly required?: boolean
}
