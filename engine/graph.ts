import type { Section } from './model.ts'

/** A runbook as a picture: its sections, how they lead to each other, and where it can end. */
export interface Graph {
  readonly title: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

export interface GraphNode {
  /** A section's own id; other nodes have a space in theirs, which no section has. */
  readonly id: string
  readonly kind: Section['kind'] | 'outcome' | 'runbook'
  readonly title: string
  /** Something in it asks before it runs. */
  readonly gated: boolean
  /** Titles of the phases around it, outermost first. */
  readonly phases: readonly string[]
  /** A run starts here. */
  readonly start: boolean
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  /** `transfer`: the other runbook takes over; `call`: it comes back; `fail` may lead to either. */
  readonly kind: 'next' | 'branch' | 'fail' | 'call' | 'transfer'
  /** The answer of a branch, or how often the edge may be taken. */
  readonly label?: string
}
