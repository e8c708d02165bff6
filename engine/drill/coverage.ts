import { graphOf } from '../machine/index.ts'
import type { Runbook } from '../model.ts'
import type { DrillResult } from './types.ts'

/** How much of one runbook's graph some drill takes. */
export interface Coverage {
  readonly runbook: Runbook
  /** Drills that start with it. */
  readonly drills: number
  readonly sections: Count
  readonly branches: Count
}

export interface Count {
  readonly taken: number
  readonly all: number
  /** All of nothing is 100. */
  readonly percent: number
  /** What no drill takes: sections by id, branches as `section: answer`. */
  readonly missing: readonly string[]
}

/**
 * Measures which sections and which branches of each runbook the runs of drills took, wherever they started. Only what
 * happened in a drill that passed counts, or that failed as expected.
 */
export function coverageOf(runbooks: readonly Runbook[], results: readonly DrillResult[]): Coverage[] {
  const counted = results.filter(({ status }) => status === 'passed' || status === 'fails-as-expected')
  const events = counted.flatMap((result) => result.events)
  const entered = new Set(
    counted.flatMap(({ path }) => path.map(({ runbook, section }) => `${runbook}#${section}`)),
  )
  const taken = new Set(
    events.flatMap((event) =>
      event.type === 'chosen' ? `${event.runbook}#${event.section}#${event.branch}` : [],
    ),
  )
  return runbooks.map((runbook) => ({
    runbook,
    drills: counted.filter((result) => result.runbook.path === runbook.path).length,
    sections: count(
      graphOf(runbook)
        .nodes.filter(({ kind }) => kind !== 'outcome' && kind !== 'runbook')
        .map(({ id }) => ({ name: id, taken: entered.has(`${runbook.path}#${id}`) })),
    ),
    branches: count(branchesOf(runbook, taken)),
  }))
}

function branchesOf({ path, sections }: Runbook, taken: ReadonlySet<string>) {
  return sections.flatMap((section) =>
    section.kind === 'decision'
      ? section.branches.map(({ answer }, index) => ({
          name: `${section.id}: ${answer}`,
          taken: taken.has(`${path}#${section.id}#${index}`),
        }))
      : [],
  )
}

function count(parts: readonly { readonly name: string; readonly taken: boolean }[]): Count {
  const missing = parts.filter(({ taken }) => !taken).map(({ name }) => name)
  const all = parts.length
  const taken = all - missing.length
  return { taken, all, percent: all === 0 ? 100 : (taken / all) * 100, missing }
}
