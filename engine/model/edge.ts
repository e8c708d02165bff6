import type { Span } from '../source.ts'

/** One way out of a section, as the page writes it: a link, or an outcome in bold. */
export interface Edge {
  readonly target: Target
  /** How often one run may take it; required where it closes a loop. */
  readonly atMost?: number
  /** **If it fails** undo, then → …: what the section did is undone before it is taken. */
  readonly undo?: true
  readonly span: Span
}

export type Target =
  | { readonly kind: 'section'; readonly id: string; readonly span: Span }
  | RunbookTarget
  | { readonly kind: 'outcome'; readonly outcome: OutcomeWord; readonly to?: string; readonly span: Span }
  /** A link to nowhere: a diagnostic says so, and nothing can run. */
  | { readonly kind: 'unknown'; readonly text: string; readonly span: Span }

export interface RunbookTarget {
  readonly kind: 'runbook'
  /** The link as written, relative to this file (`rb-001-startup.md#anchor`). */
  readonly href: string
  /** Path of the other file, relative like this runbook's own. */
  readonly path: string
  /** The section to start at: an anchor of the other page. */
  readonly anchor?: string
  readonly span: Span
}

export type OutcomeWord = 'resolved' | 'escalate' | 'stop'
