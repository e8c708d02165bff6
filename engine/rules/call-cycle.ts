import type { Diagnostic } from '../diagnostic.ts'
import type { RunbookTarget } from '../model.ts'
import type { Card } from '../model/card.ts'
import type { LibraryRule } from './rule.ts'

/** Runbooks that call each other in a circle: each waits for the next to come back, for ever. */
export const callCycle: LibraryRule = (runbooks) => {
  const calls = new Map(runbooks.map((runbook) => [runbook.path, callsOf(runbook)]))
  const told = new Set<string>()
  return runbooks.flatMap(({ path }) =>
    (calls.get(path) ?? []).flatMap((call): Diagnostic[] => {
      const way = wayBack(call, path, calls)
      if (way === undefined || told.has(path)) return []
      for (const { path: member } of way) told.add(member)
      return [finding(path, call, way)]
    }),
  )
}

interface PlacedCall {
  readonly path: string
  readonly call: RunbookTarget
}

const callsOf = (card: Card): RunbookTarget[] =>
  card.stays ? [] : card.sections.flatMap(({ runbook }) => runbook ?? [])

/** The calls by which a called runbook comes to call the one that it was called from; the first call itself comes first. */
function wayBack(
  first: RunbookTarget,
  start: string,
  calls: ReadonlyMap<string, readonly RunbookTarget[]>,
): PlacedCall[] | undefined {
  const ways: PlacedCall[][] = [[{ path: start, call: first }]]
  const seen = new Set<string>()
  for (const way of ways) {
    const to = way.at(-1)?.call.path ?? ''
    if (to === start) return way
    if (seen.has(to)) continue
    seen.add(to)
    for (const call of calls.get(to) ?? []) ways.push([...way, { path: to, call }])
  }
  return undefined
}

function finding(path: string, call: RunbookTarget, way: readonly PlacedCall[]): Diagnostic {
  const route = [...way.map((one) => one.path), path].map(
    (one) => `\`${one.slice(one.lastIndexOf('/') + 1)}\``,
  )
  return {
    code: 'call-cycle',
    severity: 'error',
    path,
    message: `calls form a circle: ${route.join(' → ')}`,
    span: call.span,
    label: 'what is called here comes back to call this page',
    related: way
      .slice(1)
      .map((one) => ({ path: one.path, span: one.call.span, label: 'and calls on from here' })),
    help: 'hand over with **Next** → instead of calling, or take one of the calls away',
  }
}
