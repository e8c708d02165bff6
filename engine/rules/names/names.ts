import type { Span } from '../../source.ts'

/** A variable that a block reads: its offsets in the block's script, the sign before it included. */
export interface NameUse {
  readonly name: string
  readonly span: Span
}

/** What a block does with names. */
export interface Names {
  /** Read without a fallback of their own. */
  readonly used: readonly NameUse[]
  /** Set anywhere in the block: it may read these. */
  readonly set: ReadonlySet<string>
  /** Exported, or handed on through `$RUNBOOK_OUTPUT`: later blocks may read these. */
  readonly handedOn: ReadonlySet<string>
  /** It reads another script or hands on names that only a run knows: any name may be set by it. */
  readonly open: boolean
}
