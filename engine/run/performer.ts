import type { Effect, RunEvent, RunMachine, RunSnapshot } from '../machine/types.ts'
import type { Bindings } from './commands.ts'

/** What a performer may look at. */
export interface RunView {
  readonly id: string
  readonly machine: RunMachine
  readonly snapshot: RunSnapshot
  readonly bindings: Bindings
  /** ISO instant of the start. */
  readonly startedAt: string
  /** The facts so far, oldest first. */
  readonly events: readonly RunEvent[]
  /** Runs marked so say it on screen and in the record. */
  readonly lab?: string
  /** The incident that it was started for. */
  readonly incident?: string
  readonly directory: string
}

/** What a performer gives back: a fact, or that nobody answers now and the run waits (`reason` says why). */
export type Performed =
  | { readonly kind: 'event'; readonly event: RunEvent }
  | {
      readonly kind: 'suspended'
      readonly why: SuspendedWhy
      readonly reason: string
      readonly note?: string
    }

/** `unanswered`: a question that nobody could answer; `failed`: a failure that nobody could recover from; the last three are signals. */
export type SuspendedWhy = 'operator' | 'unanswered' | 'failed' | 'hung-up' | 'interrupted' | 'terminated'

/** Turns an effect into what happened. Live, dry run and drill differ only here. */
export interface Performer {
  perform(effect: Effect, view: RunView): Promise<Performed>
}
