import type { Intended } from '../../../schemas/journal.ts'
import type { Effect, RunEvent } from '../../../engine/machine/types.ts'
import type { Block, Gate, Runbook, Section } from '../../../engine/model.ts'
import type { Command } from '../../../engine/run/commands.ts'
import type { Handoff, Notice } from '../../../engine/run/notices.ts'
import type { RunView } from '../../../engine/run/performer.ts'
import type { KeptOutput } from './kept-output.ts'

type Attempted = Extract<RunEvent, { type: 'attempted' }>
/** How a command ended, and how that was judged. */
export type Ended = Pick<Attempted, 'outcome' | 'verdict'>

/**
 * One thing that stands in the transcript of a run, in the order in which it happened. Both forms of the terminal draw
 * the same entries, with the same words.
 */
export type Entry =
  | {
      readonly kind: 'header'
      readonly view: RunView
      readonly runbook: Runbook
      readonly resumed: boolean
      readonly handoff?: Handoff
    }
  | {
      readonly kind: 'section'
      readonly runbook: Runbook
      readonly section: Section
      /** The time of the run so far, against its target. */
      readonly elapsed: string
      /** The time boxes in which it stands, each against its clock. */
      readonly boxes: readonly string[]
    }
  | {
      readonly kind: 'command'
      readonly command: Command
      readonly purpose: Intended['purpose']
      readonly section?: Section
      readonly block?: Block
      /** The command stood in a gate just now, and need not be shown twice. */
      readonly seen: boolean
    }
  | {
      readonly kind: 'output'
      readonly output: KeptOutput
      /** Lines that are shown at most. */
      readonly most: number
      /** It was held back while it was not known whether another try would follow. */
      readonly held: boolean
    }
  | { readonly kind: 'verdict'; readonly event: Ended; readonly block?: Block; readonly elapsed: string }
  | {
      readonly kind: 'failure'
      readonly run: string
      readonly directory: string
      readonly runbook: Runbook
      readonly section: Section
      readonly block: Block
      readonly event: Attempted
    }
  | { readonly kind: 'fact'; readonly event: RunEvent; readonly runbook: Runbook; readonly section: Section }
  /** What a diagnosis showed that was run once more. */
  | Extract<Notice, { kind: 'looked' }>
  /** Checks side by side, before they start and after all of them have ended. */
  | { readonly kind: 'checks'; readonly section: Section; readonly commands: readonly Command[] }
  | {
      readonly kind: 'gathered'
      readonly runbook: Runbook
      readonly section: Section
      readonly events: readonly Attempted[]
      readonly elapsed: string
      /** Where the whole output stands. */
      readonly directory: string
    }
  /** A message that nobody was asked about, as it was kept. */
  | { readonly kind: 'message'; readonly text: string }
  /** A gate that a flag passed, so that it never stood as a question. */
  | { readonly kind: 'passed'; readonly gate: Gate }
  | { readonly kind: 'note'; readonly message: string; readonly help?: string }
  | { readonly kind: 'time'; readonly text: string }
  | {
      readonly kind: 'end'
      readonly view: RunView
      readonly effect: Extract<Effect, { kind: 'end' }>
      readonly elapsed: string
    }
  | Extract<Notice, { kind: 'suspended' }>
  /** Lines of ours, already safe and set: what is asked, and what is said to answers. */
  | { readonly kind: 'said'; readonly lines: readonly string[] }
