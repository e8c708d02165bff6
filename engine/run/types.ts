import type { Intended, Looked } from '../../schemas/journal.ts'
import type {
  BlockPlace,
  Effect,
  Place,
  RecoveryChoice,
  RunEvent,
  RunMachine,
  RunSnapshot,
} from '../machine/types.ts'
import type { Block, InputDeclaration, Language, Runbook, Section } from '../model.ts'
import type { Outcome, Verdict } from '../outcome.ts'
import type { Due, OpenBox, Untold } from './times.ts'

/** A value that blocks see by name. Secret values stay in memory: they are never journaled, shown or passed in argv. */
export interface Binding {
  readonly name: string
  readonly value: string
  readonly secret: boolean
  readonly from: 'default' | 'flag' | 'file' | 'environment' | 'prompt' | 'lab' | 'output'
}

export type Bindings = ReadonlyMap<string, Binding>

/** What shell blocks carry over from one to the next; restored on resume. */
export interface Session {
  readonly directory: string
  /** Exported variables that differ from what the run gave; `null` was unset. Never holds a secret's value. */
  readonly exports: Readonly<Record<string, string | null>>
}

/** A block made ready: everything that decides what will happen, and its digest. */
export interface Command {
  readonly place: BlockPlace
  readonly language: Language
  readonly role: Block['role']
  /** What runs, byte for byte; shown at the gate. */
  readonly script: string
  /** Program and arguments, for the record (`bash --noprofile --norc -euo pipefail`). */
  readonly interpreter: readonly string[]
  /** Names of the inputs and values that the script uses, for the gate; secrets are marked, never shown. */
  readonly uses: readonly Binding[]
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  readonly as?: string
  /** Milliseconds; the whole process group is bounded by it. */
  readonly timeout: number
  /** `write` and `edit`: the file and its difference, as unified diff text. */
  readonly change?: {
    readonly file: string
    readonly diff: string
    readonly before: string | null
    readonly after: string
  }
  /** SHA-256, hex, over interpreter, script, resolved inputs (secrets too), user, directory and the file before a change. */
  readonly digest: string
}

/** A command that could not be made ready (unset value, missing file, script over 64 KiB): a sentence and a repair. */
export interface Unready {
  readonly reason: string
  readonly help: string
}

/** Names one start of one command in a run; file names and markers are made from it. */
export interface AttemptKey {
  readonly place: BlockPlace
  readonly attempt: number
  /** A start beside the machine, which only looks once more: the looks of a run are counted by themselves. */
  readonly look?: true
}

export interface Running {
  readonly pid: number
  readonly startedAt: string
  /** New output, redacted, as it arrives; slow listeners lose the middle, never the order. */
  onOutput(listener: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void): void
  /** TERM to the whole group, KILL after the grace; the outcome says `stopped`. */
  stop(): void
  /** Rejects with `LostCommand` when the supervisor is gone and left no outcome: `find` says what is known then. */
  readonly outcome: Promise<Outcome>
}

/** What became of an attempt whose outcome the journal does not hold. */
export type Found =
  | { readonly state: 'running'; readonly running: Running }
  | { readonly state: 'finished'; readonly outcome: Outcome }
  | { readonly state: 'never-started' }
  | { readonly state: 'unknown'; readonly detail: string }

/** The only door to processes. Not constructed in a dry run. */
export interface Commands {
  prepare(
    runbook: Runbook,
    section: Section,
    block: Block,
    place: BlockPlace,
    bindings: Bindings,
  ): Promise<Command | Unready>
  /**
   * Makes the undoing of a `write` or `edit` block ready, from the backup that its change left in this run: the
   * file gets its bytes, mode and owner back. For an `attempt` effect whose purpose is `rollback` on such a block.
   */
  prepareUndo(
    runbook: Runbook,
    section: Section,
    block: Block,
    place: BlockPlace,
    bindings: Bindings,
  ): Promise<Command | Unready>
  /** Makes the posting of a message ready: `text` is what is posted, and stands as the script of the command. */
  preparePost(
    runbook: Runbook,
    section: Section,
    block: Block,
    place: BlockPlace,
    bindings: Bindings,
    text: string,
  ): Promise<Command | Unready>
  /**
   * Starts exactly what was made ready: the very object that a `prepare…` gave. `apart`: it runs beside others, and what it
   * exports stays with it.
   */
  start(command: Command, key: AttemptKey, apart?: boolean): Promise<Running>
  find(key: AttemptKey, apart?: boolean): Promise<Found>
  /** Restores what earlier outcomes carried over, from facts. */
  readonly session: Session
  /** Ends the supervisor when nothing runs. */
  close(): Promise<void>
}

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

/** Every answer may say who gave it (`--yes`); without it, it was the operator who runs this. */
export interface Answer {
  readonly by?: string
}

/** Turns an effect into what happened. Live, dry run and drill differ only here. */
export interface Performer {
  perform(effect: Effect, view: RunView): Promise<Performed>
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

/** What a command whose outcome is unknown left behind. */
export interface Traces {
  /** ISO instant of its start. */
  readonly startedAt: string
  /** The last lines that it printed, secrets masked; standard error last. */
  readonly output: readonly string[]
}

/** What a screen is told while a run goes on; every renderer draws these and nothing else. */
export type Notice =
  | {
      readonly kind: 'started'
      readonly view: RunView
      readonly runbook: Runbook
      readonly resumed: boolean
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

/** Inputs as they were declared, by name. */
export type Declarations = Readonly<Record<string, InputDeclaration>>
