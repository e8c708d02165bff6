import type { BlockPlace } from '../../machine/types.ts'
import type { Block } from '../../model.ts'
import type { Backup } from '../change/backup.ts'
import type { Bindings, Command, Unready } from '../commands.ts'

/** How a command is started, beside what a {@link Command} shows. Never leaves the engine but to the supervisor. */
export interface Call {
  readonly program: string
  /** Arguments that belong in the record. */
  readonly options: readonly string[]
  /** Arguments that only carry our own text: how the script is read from its descriptor. */
  readonly bootstrap: readonly string[]
  readonly input: string | Buffer
  readonly inputAt: 0 | 3
  readonly session: 'bash' | 'env' | 'none'
  /** Variables of this language alone. */
  readonly environment?: Readonly<Record<string, string>>
  /** `write` and `edit`: what changes, for the screen and for the backup. */
  readonly change?: NonNullable<Command['change']>
  /** What is kept beside the run before the file changes. */
  readonly backup?: Omit<Backup, 'place' | 'attempt'> & { readonly bytes: Buffer | null }
}

/** What the making of a call looks at. */
export interface Preparation {
  readonly block: Block
  readonly place: BlockPlace
  /** Id of the section, for messages. */
  readonly name: string
  readonly bindings: Bindings
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  readonly as: string | undefined
  /** The run's `output/`. */
  readonly output: string
  /** Takes the run's secrets out of a text that people see. */
  readonly redact: (text: string) => string
}

/** A sentence and a repair. */
export function unready(reason: string, help: string): Unready {
  return { reason, help }
}

export function isUnready(value: object): value is Unready {
  return 'reason' in value && 'help' in value
}
