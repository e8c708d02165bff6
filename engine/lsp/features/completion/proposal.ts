import type { Span } from '../../../source.ts'

/** One thing that could stand at the cursor. */
export interface Proposal {
  /** What a list shows. */
  readonly label: string
  readonly kind: 'key' | 'value' | 'word' | 'name' | 'section' | 'runbook'
  /** A few words beside the label. */
  readonly detail?: string
  /** Markdown that explains it. */
  readonly documentation?: string
  /** The text that takes the place of `span`; the label when left out. */
  readonly text?: string
  /** What was typed already, and what of it is replaced. */
  readonly span: Span
  /** What is matched against the typed text; the label when left out. */
  readonly filter?: string
}

/** The span of the last `length` characters before an offset. */
export function behind(offset: number, length: number): Span {
  return { start: offset - length, end: offset }
}
