import type { Outcome, Verdict } from '../outcome.ts'
import type { FailedCheck, Failure, RunEvent } from './types.ts'

/** What one frame of a run remembers; plain JSON. */
export interface Context {
  /** How often each bounded edge was taken. */
  readonly taken: Readonly<Record<string, number>>
  /** What matters inside the present section only. */
  readonly now: Now
}

export interface Now {
  /** How the decision's `ask` block ended. */
  readonly ask?: Outcome
  /** The digest of the confirmation that has not been used yet. */
  readonly confirmed?: string
  readonly poll?: Poll
  /** The attempt whose outcome is unknown. */
  readonly doubt?: number
  readonly evidence?: { readonly outcome: Outcome; readonly verdict: Verdict }
  readonly failure?: Failure
  /** What failed first, while `failure` is that of a rollback. */
  readonly cause?: Failure
  /** Stages that `retry` and `edit` lead back to. */
  readonly at?: number
  readonly redo?: number
  /** Rollbacks have run since the failure. */
  readonly undone?: true
  /** Rollbacks are to run now: the newest armed one, or the one after it. */
  readonly undoing?: 'newest' | 'next'
  /** No further than what the present section did; its **If it fails** is followed then. */
  readonly own?: true
  readonly together?: Together
  readonly end?: { readonly to?: string; readonly reason?: string; readonly whole?: true }
}

/** Checks side by side, by the index of their block. */
export interface Together {
  /** Started, and not ended. */
  readonly open: readonly number[]
  /** To be started again: nobody knows what became of them. */
  readonly again: readonly number[]
  readonly failed: readonly FailedCheck[]
}

export interface Poll {
  readonly tries: number
  /** ISO instants: the next poll, and the end of polling. */
  readonly until: string
  readonly deadline?: string
}

/** What a frame's machine is sent: facts, and what became of the frames above it. */
export type Signal =
  | RunEvent
  | { readonly type: 'entered' }
  | { readonly type: 'returned'; readonly resolved: boolean; readonly detail: string }
  | { readonly type: 'rolled-back' }
  | { readonly type: 'rollback-failed'; readonly failure: Failure }

/** The present section's memory when its next stage begins: only what the `ask` block said is kept. */
export function rested(now: Now): Now {
  return now.ask === undefined ? {} : { ask: now.ask }
}
