import type { Intended, Looked } from '../../schemas/journal.ts'
import type { BlockPlace, Effect, Place, RunEvent } from '../machine/types.ts'
import type { Runbook, Section } from '../model.ts'
import type { Command } from './commands.ts'
import type { Due, OpenBox } from './times.ts'
import type { RunView } from './performer.ts'

/** What a screen is told while a run goes on; every renderer draws these and nothing else. */
export type Notice =
  | {
      readonly kind: 'started'
      readonly view: RunView
      readonly runbook: Runbook
      readonly resumed: boolean
      /** It is told from the record, to somebody who is asked nothing. */
      readonly watched?: true
      /** How the run came to rest before it was resumed, when somebody let it rest. */
      readonly handoff?: Handoff
    }
  | {
      readonly kind: 'entered'
      readonly place: Place
      readonly runbook: Runbook
      readonly section: Section
      /** The time boxes in which the run stands from here on, outermost first. */
      readonly boxes: readonly OpenBox[]
    }
  /** A reminder, or the time of a level of the escalation, has come. It may come at any moment, between any two others. */
  | { readonly kind: 'reminded'; readonly due: Due; readonly runbook: Runbook }
  /** Somebody was told of the incident, and the run goes on. */
  | { readonly kind: 'notified'; readonly to: string; readonly person: string }
  /** The time of a time box is used up, and what stands in it goes on. It may come at any moment. */
  | { readonly kind: 'overran'; readonly open: OpenBox }
  | {
      readonly kind: 'command'
      readonly effect: BlockPlace & { readonly attempt: number; readonly purpose: Intended['purpose'] }
      readonly command: Command
    }
  /** A block that only looks was run once more; its `command` and `output` were told before. The run stands where it stood. */
  | {
      readonly kind: 'looked'
      readonly event: Looked
      readonly runbook: Runbook
      readonly section: Section
    }
  /**
   * Checks side by side are about to start: one command for each open attempt, in the order of the page. Their output is not
   * told as it comes; `happened` comes for each when it has ended, and `gathered` once after the last.
   */
  | {
      readonly kind: 'together'
      readonly effect: Extract<Effect, { kind: 'together' }>
      readonly commands: readonly Command[]
    }
  /** Every check of a section has ended: its last attempt each, in the order of the page. */
  | {
      readonly kind: 'gathered'
      readonly runbook: Runbook
      readonly section: Section
      readonly events: readonly Extract<RunEvent, { type: 'attempted' }>[]
    }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  | { readonly kind: 'waiting'; readonly until: string; readonly deadline?: string }
  /** Somebody is asked something, elsewhere. */
  | { readonly kind: 'asked'; readonly effect: Exclude<Effect, { kind: 'end' }> }
  | {
      readonly kind: 'happened'
      readonly event: RunEvent
      readonly runbook: Runbook
      readonly section: Section
    }
  | { readonly kind: 'warned'; readonly message: string; readonly help?: string }
  | { readonly kind: 'ended'; readonly view: RunView; readonly effect: Extract<Effect, { kind: 'end' }> }
  | {
      readonly kind: 'suspended'
      readonly view: RunView
      readonly why: string
      readonly reason: string
      readonly note?: string
    }

/** Who let a run rest, when and why, and who goes on with it. */
export interface Handoff {
  readonly from: string
  readonly to: string
  /** ISO instant. */
  readonly at: string
  readonly reason: string
  readonly note?: string
  /** What the machine wants done next. */
  readonly open: Effect
}

export type Observer = (notice: Notice) => void
