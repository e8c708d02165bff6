import type { Goal, Mark, Part } from '../draft.ts'

/** What recognisers find in a section, in its order. */
export type Found = FoundPart | FoundDecision

export interface FoundPart {
  readonly kind: 'part'
  readonly part: Part
  readonly mark?: Mark
  /** Where it goes on; none for what follows. */
  readonly next?: Goal
}

/** A question: exactly one of its choices is taken. */
export interface FoundDecision {
  readonly kind: 'decision'
  /** What the section that asks is called when it needs a heading of its own. */
  readonly title: string
  readonly line: number
  readonly mark?: Mark
  /** What stands above the answers. */
  readonly lead: readonly Found[]
  readonly choices: readonly Choice[]
  /** Answer that goes on with what follows; none when one of the choices always holds. */
  readonly otherwise?: string
}

/** An answer, and what it leads to: a place, more answers, or a section with what is to be done. */
export interface Choice {
  readonly answer: string
  readonly line: number
  readonly note?: string
  readonly leads:
    | { readonly kind: 'goal'; readonly goal: Goal }
    | { readonly kind: 'question'; readonly question: string; readonly choices: readonly Choice[] }
    | { readonly kind: 'section'; readonly title: string; readonly found: readonly Found[] }
}

/** One part as something found. */
export const foundPart = (part: Part): Found => ({ kind: 'part', part })
