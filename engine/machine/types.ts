import type { Outcome, Verdict } from '../outcome.ts'
import type { Edge, Runbook } from '../model.ts'

/** Where a run stands inside one runbook; `frame` counts calls, 0 is the runbook that was started. */
export interface Place {
  readonly frame: number
  /** Path of the runbook, as in `Runbook.path`. */
  readonly runbook: string
  readonly section: string
}

export interface BlockPlace extends Place {
  /** Index in the section's `blocks`. */
  readonly block: number
}

/**
 * What the machine wants done next. Effects are data; a performer turns one into a {@link RunEvent}.
 * Everything an effect needs beyond its place is read from the runbook.
 */
export type Effect =
  /** Start the command of a block. `attempt` counts its starts in this run from 1. `until` is the deadline of polling. */
  | (BlockPlace & {
      readonly kind: 'attempt'
      readonly attempt: number
      readonly purpose: 'work' | 'check-first' | 'settle' | 'rollback'
      /** The digest that the operator confirmed; the performer refuses to start anything else. */
      readonly confirmed?: string
    })
  /**
   * Start the commands of several blocks that only look, at the same time: those that have not ended yet. Each ends with a
   * fact of its own, and the effect stays open for the rest.
   */
  | (Place & {
      readonly kind: 'together'
      readonly attempts: readonly { readonly block: number; readonly attempt: number }[]
    })
  /** Show a message for editing, and keep it. Posting it is an attempt of its own, behind a gate of its own. */
  | (BlockPlace & { readonly kind: 'tell' })
  /** Pass a gate before this block (or before this manual step, call or checklist: no `block`). */
  | (Place & {
      readonly kind: 'confirm'
      readonly gate: number
      readonly block?: number
      readonly attempt: number
      /** The gate stands before the rolling back: a `write` or `edit` block is about to be undone. */
      readonly purpose?: 'rollback'
    })
  /** Take a branch of a decision. `ask` is the outcome of its `ask` block, when it has one. */
  | (Place & { readonly kind: 'choose'; readonly ask?: Outcome; readonly exhausted: readonly number[] })
  /** Confirm one item of a checklist. */
  | (Place & { readonly kind: 'tick'; readonly item: number })
  /** Do a manual step and say how it went. */
  | (Place & { readonly kind: 'instruct' })
  /** Let time pass until an ISO instant: the next poll, or the next retry. `deadline` is the end of polling. */
  | (BlockPlace & { readonly kind: 'wait'; readonly until: string; readonly deadline?: string })
  /** Something failed: the operator, or the runbook's own **If it fails**, says how to go on. */
  | (Place & {
      readonly kind: 'recover'
      readonly failure: Failure
      readonly choices: readonly RecoveryChoice[]
      /** Where **If it fails** leads, when the section says so and its bound is not used up. */
      readonly ifItFails?: Edge
      /** What would be rolled back, in this order: rollback blocks run, `write` and `edit` blocks are undone. */
      readonly rollbacks: readonly BlockPlace[]
    })
  /** A command whose outcome is unknown and whose verification did not settle it. */
  | (BlockPlace & {
      readonly kind: 'settle'
      readonly attempt: number
      /** In doubt is a rollback, or the undoing of a `write` or `edit` block. */
      readonly purpose?: 'rollback'
      /** The outcome and verdict of the verification that was tried, if there was one. */
      readonly evidence?: { readonly outcome: Outcome; readonly verdict: Verdict }
      readonly choices: readonly SettleChoice[]
    })
  /** The run is over. */
  | { readonly kind: 'end'; readonly result: Result; readonly to?: string; readonly reason?: string }

export type EffectKind = Effect['kind']

export type Result = 'resolved' | 'escalated' | 'stopped' | 'failed'

export interface Failure {
  readonly kind:
    | 'action'
    | 'verification'
    | 'rollback'
    | 'read'
    | 'denied'
    | 'manual'
    | 'unticked'
    | 'exhausted'
    | 'called'
  /** The block that failed, if one did. */
  readonly block?: number
  readonly outcome?: Outcome
  readonly verdict?: Verdict
  /** Which checklist item, branch or bound, in words. */
  readonly detail?: string
  /** Of checks side by side, every one that failed, in the order of the page; `block` is the first of them. */
  readonly together?: readonly FailedCheck[]
}

export interface FailedCheck {
  readonly block: number
  readonly outcome: Outcome
  readonly verdict: Verdict
}

export type RecoveryChoice =
  | 'follow' // take **If it fails**
  | 'retry'
  | 'edit' // change inputs, then retry
  | 'skip' // with a reason, marked in the record
  | 'roll-back'
  | 'escalate'
  | 'suspend'
  | 'stop'
  | 'fail' // nobody is there, and nobody will be: the run ends `failed`

export type SettleChoice = 'verify' | 'done' | 'not-done' | 'retry' | 'suspend' | 'stop'

/** Marks what happened while rolling back: there a `write` or `edit` block is undone, not done. */
export interface InRollback {
  readonly purpose?: 'rollback'
}

/**
 * A fact: something that happened, in the past tense. Facts are what the journal keeps; replaying them
 * through the machine gives the same turns. `at` is the ISO instant at which it happened.
 */
export type RunEvent = { readonly at: string; readonly by?: string } & (
  | (BlockPlace &
      InRollback & {
        readonly type: 'attempted'
        readonly attempt: number
        readonly outcome: Outcome
        readonly verdict: Verdict
      })
  /** The command may have run and its outcome cannot be known. */
  | (BlockPlace &
      InRollback & { readonly type: 'doubted'; readonly attempt: number; readonly detail: string })
  /** The bytes to run are not the ones that were confirmed: back to the gate. */
  | (BlockPlace &
      InRollback & { readonly type: 'changed'; readonly attempt: number; readonly digest: string })
  | (Place &
      InRollback & {
        readonly type: 'confirmed'
        readonly gate: number
        readonly block?: number
        readonly digest: string
        /** How each **Only if** of the gate was met. */
        readonly checks?: Verdict['checks']
      })
  /** `detail`: why nobody was asked, when the command could not be made ready. */
  | (Place &
      InRollback & {
        readonly type: 'denied'
        readonly gate: number
        readonly block?: number
        readonly detail?: string
      })
  | (Place & {
      readonly type: 'chosen'
      readonly branch: number
      /** `conditions` when they decided and nobody overruled them. */
      readonly from: 'conditions' | 'operator'
      /** What the conditions proposed, with their checks, when they were evaluated. */
      readonly proposed?: number
      readonly checks?: Verdict['checks']
      readonly reason?: string
    })
  /** A message as it was when the operator, or nobody, had changed it; `missing` names what had no value. */
  | (BlockPlace & {
      readonly type: 'told'
      readonly text: string
      readonly edited?: true
      readonly copied?: true
      readonly missing?: readonly string[]
    })
  | (Place & { readonly type: 'ticked'; readonly item: number; readonly note?: string })
  | (Place & { readonly type: 'unticked'; readonly item: number; readonly note?: string })
  | (Place & { readonly type: 'did'; readonly how: 'done' | 'failed' | 'skipped'; readonly note?: string })
  | (BlockPlace & { readonly type: 'waited' })
  | (Place & {
      readonly type: 'recovered'
      readonly choice: Exclude<RecoveryChoice, 'suspend'>
      readonly reason?: string
      readonly to?: string
      /** With `escalate`: the index of the level of the runbook at work, and the person who was told. */
      readonly level?: number
      readonly person?: string
      /** New values of inputs, with `edit`; never of secrets. */
      readonly inputs?: Readonly<Record<string, string>>
    })
  | (BlockPlace & {
      readonly type: 'settled'
      readonly choice: Exclude<SettleChoice, 'suspend'>
      readonly reason?: string
    })
  /** The operator ended the run from outside, at whatever it stood. */
  | { readonly type: 'stopped'; readonly reason: string }
)

/** The machine that production runs, `validate` walks, dry run explains and docs draw. */
export interface RunMachine {
  /** Path of the runbook that a run starts with. */
  readonly start: string
  /** Section to start at; the first of the first path unless `--from` said otherwise. */
  readonly from?: string
  /** Every runbook that can be reached by calls and links, by path. */
  readonly runbooks: ReadonlyMap<string, Runbook>
  /** Its first turn, where that was worked out before. */
  readonly first?: Turn
}

/** What a transition gives back. At most one effect; none only when the run is over is never true: the end is an effect. */
export interface Turn {
  /** Plain JSON and opaque outside `engine/machine`; the same facts always give the same bytes. */
  readonly snapshot: RunSnapshot
  readonly effect: Effect
}

/** Opaque outside `engine/machine`. */
export type RunSnapshot = { readonly frames: readonly unknown[] }
