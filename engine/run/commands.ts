import type { BlockPlace } from '../machine/types.ts'
import type { Block, InputDeclaration, Language, Runbook, Section } from '../model.ts'
import type { Outcome } from '../outcome.ts'
import type { Attempted } from './supervisor/protocol.ts'

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
  | Unknown

/** Nobody knows how it ended. `lives`: it has not ended yet, and its supervisor has. */
export interface Unknown {
  readonly state: 'unknown'
  readonly detail: string
  readonly lives?: true
}

/** A block, where it stands, and what is known by name. */
type BlockAtWork = [runbook: Runbook, section: Section, block: Block, place: BlockPlace, bindings: Bindings]

/** The only door to processes. Not constructed in a dry run. */
export interface Commands {
  prepare(...of: BlockAtWork): Promise<Command | Unready>
  /**
   * Makes the undoing of a `write` or `edit` block ready, from the backup that its change left in this run: the
   * file gets its bytes, mode and owner back. For an `attempt` effect whose purpose is `rollback` on such a block.
   */
  prepareUndo(...of: BlockAtWork): Promise<Command | Unready>
  /** Makes the posting of a message ready: `text` is what is posted, and stands as the script of the command. */
  preparePost(...of: [...BlockAtWork, text: string]): Promise<Command | Unready>
  /**
   * Starts exactly what was made ready: the very object that a `prepare…` gave. `apart`: it runs beside others, and what it
   * exports stays with it.
   */
  start(command: Command, key: Attempted, apart?: boolean): Promise<Running>
  find(key: Attempted, apart?: boolean): Promise<Found>
  /** Restores what earlier outcomes carried over, from facts. */
  readonly session: Session
  /** Ends the supervisor when nothing runs. */
  close(): Promise<void>
}

/** What a command whose outcome is unknown left behind. */
export interface Traces {
  /** ISO instant of its start. */
  readonly startedAt: string
  /** The last lines that it printed, secrets masked; standard error last. */
  readonly output: readonly string[]
}

/** Inputs as they were declared, by name. */
export type Declarations = Readonly<Record<string, InputDeclaration>>
