import { graphOf } from '../machine/index.ts'
import type { RunMachine } from '../machine/types.ts'
import type { Branch, Decision, Runbook } from '../model.ts'
import type { Drill } from '../parse/drill.ts'
import type { Taken } from './coverage.ts'
import { isNamed, type Named, sectionsNamed } from './expected.ts'

/** How a run ends at each outcome that a branch can name. */
const results = { resolved: 'resolved', escalate: 'escalated', stop: 'stopped' } as const

/**
 * What drills take as far as their files tell, without running one: the sections of their paths, the branches between two of
 * them that follow each other, and those that they choose. A section that a path leaves out is not seen, and branches that
 * lead to the same place are not told apart. Pure.
 */
export function namedBy(drills: readonly { readonly drill: Drill; readonly machine: RunMachine }[]): Taken {
  const sections = new Set<string>()
  const branches = new Set<string>()
  for (const { drill, machine } of drills) {
    const path = pathOf(drill, machine)
    for (const [index, { runbook, section }] of path.entries()) {
      sections.add(`${runbook.path}#${section.id}`)
      if (section.kind !== 'decision') continue
      for (const branch of branchesOf({ runbook, section }, path[index + 1], drill))
        branches.add(`${runbook.path}#${section.id}#${branch}`)
    }
  }
  return { begun: drills.map(({ machine }) => machine.start), sections, branches }
}

/** Where the run begins, and then the sections of the expected path. */
function pathOf({ from, expect }: Drill, machine: RunMachine): Named[] {
  const { runbooks, start } = machine
  const first = runbooks.get(start)
  const begin = from ?? (first && graphOf(first).nodes.find((node) => node.start)?.id)
  return [...(begin === undefined ? [] : [`${start}#${begin}`]), ...expect.path].flatMap((name) =>
    sectionsNamed(name, machine).slice(0, 1),
  )
}

/** The branches of a decision that the drill chooses, or that lead to what it names next: indices. */
function branchesOf(
  { runbook, section }: { readonly runbook: Runbook; readonly section: Decision },
  next: Named | undefined,
  drill: Drill,
): number[] {
  const visit = { runbook: runbook.path, section: section.id }
  const chosen = Object.entries(drill.operator.choose)
    .filter(([name]) => isNamed(visit, name))
    .flatMap(([, answers]) => answers)
  return section.branches.flatMap((branch, index) => {
    const isChosen = chosen.some((answer) => answer.toLowerCase() === branch.answer.toLowerCase())
    return isChosen || leadsTo(branch, runbook, next, drill) ? [index] : []
  })
}

/** A called runbook that is resolved leads back to the one that called it. */
function leadsTo(
  { edge: { target } }: Branch,
  runbook: Runbook,
  next: Named | undefined,
  { expect }: Drill,
): boolean {
  if (target.kind === 'outcome')
    return next === undefined
      ? results[target.outcome] === expect.result
      : target.outcome === 'resolved' && next.runbook !== runbook
  if (next === undefined) return false
  if (target.kind === 'section') return next.runbook === runbook && next.section.id === target.id
  if (target.kind !== 'runbook' || next.runbook.path !== target.path) return false
  return target.anchor === undefined || target.anchor === next.section.id
}
