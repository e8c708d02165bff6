import type { Failure, Result } from './types.ts'

/** A machine as XState reads it: plain JSON, with guards and actions by name. */
export interface MachineDefinition {
  readonly id: string
  readonly description: string
  readonly initial: string
  readonly context: {
    readonly taken: Readonly<Record<string, number>>
    readonly now: Readonly<Record<string, never>>
  }
  readonly on: Transitions
  readonly states: Readonly<Record<string, StateDefinition>>
}

export interface StateDefinition {
  readonly id?: string
  readonly type?: 'final'
  readonly description?: string
  readonly initial?: string
  readonly entry?: ActionDefinition
  readonly exit?: ActionDefinition
  readonly always?: readonly TransitionDefinition[]
  readonly on?: Transitions
  readonly states?: Readonly<Record<string, StateDefinition>>
  readonly meta?: Pending
}

export type Transitions = Readonly<Record<string, readonly TransitionDefinition[]>>

export interface TransitionDefinition {
  readonly target?: string
  readonly guard?: GuardDefinition
  readonly actions?: readonly ActionDefinition[]
  readonly reenter?: true
}

/** What each guard needs to know beyond the context and the event. */
export interface GuardParams {
  /** The attempt met its expectation. */
  readonly held: Record<string, never>
  /** Another poll or retry is due: the time is not up, or retries are left. */
  readonly again: { readonly within?: number; readonly retries?: number }
  readonly takes: { readonly branch: number }
  readonly did: { readonly how: 'done' | 'failed' | 'skipped' }
  /** The called runbook ended `resolved`. */
  readonly resolved: Record<string, never>
  /** What was chosen at a recovery or at a settlement. */
  readonly chose: { readonly choice: string }
  /** Retry or edit, and it leads back to this stage. */
  readonly returnsTo: { readonly stage: number }
  /** Skip, and this is the stage that failed. */
  readonly skips: { readonly stage: number }
  /** Skip, and what failed is a rollback. */
  readonly dropsRollback: Record<string, never>
  /** The bound of an edge is not used up. */
  readonly unused: { readonly edge: string; readonly atMost: number }
  /** The last of the checks side by side has ended, and all of them held, or not all. */
  readonly gathered: { readonly held: boolean }
  /** What the section did was undone in order to follow its **If it fails**. */
  readonly follows: Record<string, never>
  /** Every one of these edges is used up. */
  readonly exhausted: { readonly edges: readonly { readonly edge: string; readonly atMost: number }[] }
}

export interface ActionParams {
  readonly enter: Record<string, never>
  readonly proceed: Record<string, never>
  readonly answer: Record<string, never>
  readonly confirm: Record<string, never>
  readonly spend: Record<string, never>
  readonly postpone: { readonly within?: number; readonly every: number }
  readonly fail: {
    readonly kind: Failure['kind']
    /** Index of the stage that failed, and of the one that `edit` goes back to; none when neither can be done again. */
    readonly at?: number
    readonly redo?: number
    readonly block?: number
    readonly detail?: string
    /** Several checks failed: what they said was gathered. */
    readonly together?: true
  }
  readonly gather: Record<string, never>
  readonly doubt: Record<string, never>
  readonly witness: Record<string, never>
  readonly take: { readonly edge: string }
  /** `own`: no further than what the present section did. */
  readonly rollBack: { readonly drop?: true; readonly own?: true }
  readonly rolledBack: Record<string, never>
  readonly rollbackFailed: Record<string, never>
  readonly end: { readonly to?: string; readonly reason?: string; readonly whole?: true }
}

export type Named<Params> = {
  [Name in keyof Params]: { readonly type: Name; readonly params: Params[Name] }
}[keyof Params]

export type GuardDefinition = Named<GuardParams>
export type ActionDefinition = Named<ActionParams>

/** What a state waits for; the effect is made from it. Every leaf state has one but those that pass at once. */
export type Pending =
  | {
      readonly kind: 'attempt'
      readonly block: number
      readonly purpose: 'work' | 'check-first' | 'settle' | 'rollback'
      readonly gated: boolean
    }
  | {
      readonly kind: 'confirm'
      readonly gate: number
      readonly block?: number
      readonly purpose?: 'rollback'
    }
  | { readonly kind: 'together'; readonly blocks: readonly number[] }
  | { readonly kind: 'tell'; readonly block: number }
  | { readonly kind: 'wait'; readonly block: number }
  | { readonly kind: 'choose' }
  | { readonly kind: 'tick'; readonly item: number }
  | { readonly kind: 'instruct' }
  | { readonly kind: 'call'; readonly path: string; readonly anchor?: string }
  | { readonly kind: 'recover' }
  | {
      readonly kind: 'settle'
      readonly block: number
      readonly provable: boolean
      readonly purpose?: 'rollback'
    }
  | { readonly kind: 'end'; readonly result: Result | 'undone' | 'not-undone' }
  | { readonly kind: 'transfer'; readonly path: string; readonly anchor?: string }

/** A name as part of a transition's target: XState splits targets at dots. */
export function reference(id: string): string {
  return `#${id.replaceAll('\\', '\\\\').replaceAll('.', '\\.')}`
}
