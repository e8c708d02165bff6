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

/** What drills take of runbooks. */
export interface Taken {
  /** Paths of the runbooks that drills begin with, one for each drill. */
  readonly begun: readonly string[]
  /** Sections, as `path#section`. */
  readonly sections: ReadonlySet<string>
  /** Branches, as `path#section#index`. */
  readonly branches: ReadonlySet<string>
}

/** What the runs of drills took, wherever they started: only what happened in a drill that passed, or failed as expected. */
export function takenBy(results: readonly DrillResult[]): Taken {
  const counted = results.filter(({ status }) => status === 'passed' || status === 'fails-as-expected')
  const events = counted.flatMap((result) => result.events)
  return {
    begun: counted.map(({ runbook }) => runbook.path),
    sections: new Set(
      counted.flatMap(({ path }) => path.map(({ runbook, section }) => `${runbook}#${section}`)),
    ),
    branches: new Set(
      events.flatMap((event) =>
        event.type === 'chosen' ? `${event.runbook}#${event.section}#${event.branch}` : [],
      ),
    ),
  }
}

/** Counts which sections and which branches of each runbook are taken, on the graph that the machine runs. */
export function coverageOf(runbooks: readonly Runbook[], taken: Taken): Coverage[] {
  return runbooks.map((runbook) => ({
    runbook,
    drills: taken.begun.filter((path) => path === runbook.path).length,
    sections: count(
      graphOf(runbook)
        .nodes.filter(({ kind }) => kind !== 'outcome' && kind !== 'runbook')
        .map(({ id }) => ({ name: id, taken: taken.sections.has(`${runbook.path}#${id}`) })),
    ),
    branches: count(branchesOf(runbook, taken.branches)),
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
