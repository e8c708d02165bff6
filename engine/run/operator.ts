import type { Effect, RecoveryChoice } from '../machine/types.ts'
import type { Runbook, Section } from '../model.ts'
import type { Outcome, Verdict } from '../outcome.ts'
import type { Command, Traces } from './commands.ts'
import type { Untold } from './times.ts'
import type { RunView } from './performer.ts'

/** Every answer may say who gave it (`--yes`); without it, it was the operator who runs this. */
export interface Answer {
  readonly by?: string
}

/** The person, or the flags that answer for one. `undefined` is silence, and silence is never a yes. */
export interface Operator {
  /** `yes` says that the gate was passed: at a `name` gate only when exactly the asked text was typed. */
  confirm(question: GateQuestion): Promise<(Answer & { readonly yes: boolean }) | undefined>
  choose(
    question: DecisionQuestion,
  ): Promise<(Answer & { readonly branch: number; readonly reason?: string }) | undefined>
  tick(
    question: TickQuestion,
  ): Promise<(Answer & { readonly ticked: boolean; readonly note?: string }) | undefined>
  /** A message, filled in: to be kept as it is or changed. Silence keeps it. */
  tell(
    question: MessageQuestion,
  ): Promise<(Answer & { readonly text: string; readonly copied?: boolean }) | undefined>
  instruct(
    question: ManualQuestion,
  ): Promise<(Answer & { readonly how: 'done' | 'failed' | 'skipped'; readonly note?: string }) | undefined>
  recover(question: RecoveryQuestion): Promise<
    | {
        readonly by?: string
        /** `shell` and `diagnose`: the question is asked again when they have ended. */
        readonly choice: RecoveryChoice | 'shell' | 'diagnose'
        readonly reason?: string
        readonly to?: string
        /** With `escalate`: which level of the runbook at work, and the person who was told. */
        readonly level?: number
        readonly person?: string
        readonly inputs?: Readonly<Record<string, string>>
      }
    | undefined
  >
  settle(
    question: Question & {
      readonly effect: Extract<Effect, { kind: 'settle' }>
      readonly traces?: Traces
    },
  ): Promise<
    | (Answer & {
        readonly choice: Extract<Effect, { kind: 'settle' }>['choices'][number]
        readonly reason?: string
      })
    | undefined
  >
  /**
   * The time of a level of the escalation has come: who was told? `nobody` says that nobody was, and is not recorded; silence
   * asks again at the next turn of a resumed run.
   */
  notify(
    question: NotifyQuestion,
  ): Promise<(Answer & ({ readonly person: string } | { readonly nobody: true })) | undefined>
  /** `--step`: before every block. */
  proceed(question: Question & { readonly command: Command }): Promise<{ readonly yes: boolean } | undefined>
}

export interface Question {
  readonly view: RunView
  readonly runbook: Runbook
  readonly section: Section
}

export interface GateQuestion extends Question {
  readonly gate: number
  /** How each **Only if** of the gate is met; nobody is asked when one is not. */
  readonly checks?: Verdict['checks']
  /** What will run when confirmed; none before a manual step or a call. */
  readonly command?: Command
  /** The command belongs to a rollback; that of a `write` or `edit` block undoes its change. */
  readonly purpose?: 'rollback'
}

export interface DecisionQuestion extends Question {
  readonly ask?: Outcome
  /** The branch that the conditions choose, and each branch's checks; none when the bold texts are answers. */
  readonly proposed?: number
  readonly checks?: readonly Verdict[]
  readonly exhausted: readonly number[]
}

export interface RecoveryQuestion extends Question {
  readonly effect: Extract<Effect, { kind: 'recover' }>
  /** The sections whose looks and questions can be run once more, in their order; none when nothing looked before. */
  readonly diagnosis: readonly Section[]
  /** A shell with the environment of the run can be opened. */
  readonly shell?: boolean
}

export interface TickQuestion extends Question {
  readonly item: number
}

export type ManualQuestion = Question

export interface NotifyQuestion extends Untold {
  readonly view: RunView
  readonly runbook: Runbook
}

export interface MessageQuestion extends Question {
  readonly block: number
  /** The template with its values in it. Holds no secret; holds untrusted text. */
  readonly text: string
  /** Names in the template that had no value; the text says so in their places. */
  readonly missing: readonly string[]
}
