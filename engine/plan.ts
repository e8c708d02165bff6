import type { Section } from './model.ts'

/** What a run would do, as far as it can be known before it; what a dry run shows. */
export interface Plan {
  /** The runbook that starts, then those that it may call or hand over to, in the order in which it comes to them. */
  readonly runbooks: readonly PlannedRunbook[]
}

export interface PlannedRunbook {
  readonly path: string
  /** Sections that a run may come to, or would come to if less were known; in document order. */
  readonly sections: readonly PlannedSection[]
}

export interface PlannedSection {
  readonly section: Section
  /** Index of its path in `Runbook.paths`; a nested decision has that of the section that holds it. */
  readonly path: number
  readonly prospect: Prospect
  /** Index of the gate before a manual step, a call or a checklist. */
  readonly gate?: number
  readonly blocks: readonly PlannedBlock[]
  /** One for each branch of a decision, in order. */
  readonly branches: readonly PlannedBranch[]
}

export interface PlannedBlock {
  /** Index in the section's `blocks`. */
  readonly block: number
  readonly prospect: Prospect
  /** Index of the gate that asks before it. */
  readonly gate?: number
}

export interface PlannedBranch {
  readonly branch: number
  /** `taken`: the only one left; `open`: not known yet; `ruled-out`: what is known speaks against it. */
  readonly state: 'taken' | 'open' | 'ruled-out'
}

/** Whether something would run; `unknown` names what must happen first. */
export type Prospect =
  | { readonly kind: 'would-run' }
  | { readonly kind: 'would-not-run'; readonly because: string }
  | { readonly kind: 'unknown'; readonly until: PlannedPlace }

/** A block that has not run, or without `block` what a person has not done or answered at a section. */
export interface PlannedPlace {
  readonly runbook: string
  readonly section: string
  readonly block?: number
}

/** What is known before a run: from inputs, from `--choose`, and from blocks that were run to explore. */
export interface Known {
  /** The branches of a decision that are still possible; all of them when nothing is known. */
  possible(runbook: string, section: Section): readonly number[] | undefined
  /** Whether a block met its expectation, when it was run. */
  held?(runbook: string, section: string, block: number): boolean | undefined
}
