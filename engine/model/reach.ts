import type { Card } from './card.ts'

/** Paths of the other runbooks that a runbook calls or hands over to, in the order in which a run reads them. */
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

/** A runbook, and every other of a library that a run of it may come to, nearest first. */
export function reachFrom<R extends Pick<Card, 'sections' | 'stays'>>(
  start: R,
  library: ReadonlyMap<string, R>,
): R[] {
  const reached = new Set([start])
  for (const runbook of reached)
    for (const path of linkedPaths(runbook)) {
      const next = library.get(path)
      if (next !== undefined) reached.add(next)
    }
  return [...reached]
}
