import type { Runbook } from '../model.ts'
import type { Card } from './card.ts'

/** Paths of the other runbooks that a runbook calls or hands over to. */
export function linkedPaths(runbook: Pick<Card, 'sections' | 'stays'>): string[] {
  if (runbook.stays) return []
  const edges = runbook.sections.flatMap((section) => [
    section.next?.target,
    section.ifItFails?.target,
    ...(section.branches ?? []).map((branch) => branch.edge.target),
    section.runbook,
  ])
  return [...new Set(edges.flatMap((target) => (target?.kind === 'runbook' ? [target.path] : [])))]
}

/** A runbook, and every other of a library that a run of it may come to. */
export function reachFrom(start: Runbook, library: readonly Runbook[]): Set<Runbook> {
  const reached = new Set([start])
  for (const runbook of reached)
    for (const path of linkedPaths(runbook)) {
      const next = library.find((other) => other.path === path)
      if (next !== undefined) reached.add(next)
    }
  return reached
}
