import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook, Section } from '../model.ts'

/** What a page was made into, in numbers. */
export interface Counts {
  readonly runbooks: number
  /** Sections with blocks that run, manual ones and calls. */
  readonly steps: number
  readonly manual: number
  readonly decisions: number
  readonly branches: number
  readonly checklists: number
  readonly boxes: number
  readonly blocks: number
  readonly samples: number
  readonly inputs: number
  /** Sections that act, and nothing proves that it worked. */
  readonly unverified: number
}

/** Counts what stands in runbooks, and what was found in them. */
export function countRunbooks(runbooks: readonly Runbook[], findings: readonly Diagnostic[]): Counts {
  const sections = runbooks.flatMap((runbook) => runbook.sections)
  const of = (kind: Section['kind']): number => sections.filter((section) => section.kind === kind).length
  return {
    runbooks: runbooks.length,
    steps: of('step'),
    manual: of('manual'),
    decisions: of('decision'),
    branches: sum(sections.map((section) => (section.kind === 'decision' ? section.branches.length : 0))),
    checklists: of('checklist'),
    boxes: sum(sections.map((section) => (section.kind === 'checklist' ? section.items.length : 0))),
    blocks: sum(sections.map(({ blocks }) => blocks.length)),
    samples: sum(runbooks.map(({ samples }) => samples.length)),
    inputs: sum(runbooks.map(({ frontmatter }) => Object.keys(frontmatter.inputs).length)),
    unverified: findings.filter(({ code }) => code === 'action-without-verification').length,
  }
}

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0)
