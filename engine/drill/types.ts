import type { RunEvent, RunMachine } from '../machine/types.ts'
import type { Block, Runbook, Section } from '../model.ts'
import type { Drill } from '../parse/drill.ts'
import type { Lab, LabProgram } from '../run/lab.ts'
import type { RunEnd } from '../run/runner.ts'
import type { Hand } from '../run/start.ts'
import type { Binding } from '../run/commands.ts'
import type { Span } from '../source.ts'

/** Everything through which a drill touches the world; the command line puts it together. */
export interface DrillDoors {
  readonly hand: Hand
  /** The operator's environment; an allow-list of it goes on to commands. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The program of the lab that a drill names. @throws an error with a sentence when there is none */
  readonly labOf: (drill: Drill) => Promise<LabProgram>
  /**
   * Inputs as a run gets them: defaults, then the lab's, then the drill's own.
   * @throws an error with a sentence when one is missing or wrong, or a program that the runbook requires is not there
   */
  readonly bind: (
    machine: RunMachine,
    lab: Lab | undefined,
    given: Readonly<Record<string, string>>,
  ) => Promise<ReadonlyMap<string, Binding>>
  /** What `runbook run` would end with. */
  readonly statusOf: (end: RunEnd, events: readonly RunEvent[]) => number
  /** Aborts when the operator wants it all to end. */
  readonly signal: AbortSignal
  /** Gives up soon where something is waited for: a mutant cannot succeed, and waiting proves nothing more. */
  readonly hurried?: boolean
  /** Leaves labs up, and the state folder behind. */
  readonly keep: boolean
}

/** What is wrong with how a drill went. */
export interface Problem {
  /** One sentence, no full stop. */
  readonly message: string
  /** What to do, or what was seen beside it; a line each. */
  readonly notes: readonly string[]
  /** Where in the drill's own file, when it is about an expectation of it. */
  readonly span?: Span
  /** The command that failed, when one did. */
  readonly failed?: FailedCommand
}

/** A command that did not show what it must, of the runbook or of the drill's own checks. */
export interface FailedCommand {
  readonly runbook: Runbook
  readonly section: Section
  readonly block: Block
  readonly event: Pick<Extract<RunEvent, { type: 'attempted' }>, 'outcome' | 'verdict'>
}

/** One section that a run came to. */
export interface Visit {
  readonly runbook: string
  readonly section: string
}

/** What a drill came to. */
export interface DrillResult {
  readonly drill: Drill
  /** The runbook that was followed. */
  readonly runbook: Runbook
  readonly status: 'passed' | 'failed' | 'fails-as-expected' | 'ended'
  readonly problems: readonly Problem[]
  /** How the run ended, when it came that far. */
  readonly result?: string
  readonly exit?: number
  /** ISO instant at which the run began. */
  readonly at?: string
  /** Milliseconds from the start of the run to its end. */
  readonly took?: number
  /** Sections in the order in which the run came to them, each visit once. */
  readonly path: readonly Visit[]
  readonly events: readonly RunEvent[]
  /** Milliseconds of all of it: lab, checks and run. */
  readonly whole: number
  /** The runbooks that the run came to, by path: a proof holds for their texts alone. */
  readonly runbooks: readonly Runbook[]
  /** Where it can be looked at, when it was kept. */
  readonly kept?: { readonly state: string; readonly run?: string; readonly lab?: Lab }
}
