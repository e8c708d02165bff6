import type { Span } from '../../source.ts'
import type { Alert } from './table.ts'

/** A command or a statement that destroys or interrupts something. */
export interface Harm {
  /** Offsets in the block's script, of the very command. */
  readonly span: Span
  /** What a message calls it, without backticks: `rm -rf`, `DROP TABLE`. */
  readonly name: string
  /** What it does, as the end of a sentence: `deletes folders with everything in them`. */
  readonly does: string
  readonly alert: Alert
  /** Emptying one file is judged mildly: a warning, no error. */
  readonly mild?: true
}
