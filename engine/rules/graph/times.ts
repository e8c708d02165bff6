import type { CardBlock, CardSection } from '../../model/card.ts'
import { type Flow, edgesOf } from './flow.ts'

/** Milliseconds that a section may take. */
export type Cost = (section: CardSection) => number

/** Milliseconds that a block may take: a rollback is not part of the way, a poll ends with its `within`. */
export function timeOf({ role, options, expectation }: CardBlock): number {
  return role === 'rollback' ? 0 : (expectation?.within ?? options.timeout ?? 0)
}

/** What the blocks of a section allow themselves together. */
export const ownTime: Cost = ({ blocks }) => blocks.reduce((sum, block) => sum + timeOf(block), 0)

/** Sections on the way from one of them to a resolved end that allows itself the least time; empty when there is none. */
export function shortestWay(
  flow: Flow<CardSection>,
  cost: Cost,
  start: CardSection | undefined = flow.start,
): CardSection[] {
  if (start === undefined) return []
  const before = new Map<CardSection, CardSection | undefined>([[start, undefined]])
  const times = new Map([[start, cost(start)]])
  const open = new Set([start])
  while (open.size > 0) {
    const here = [...open].reduce((a, b) => ((times.get(a) ?? 0) <= (times.get(b) ?? 0) ? a : b))
    open.delete(here)
    if (flow.exits.has(here) && mayResolve(here)) return trail(here, before)
    for (const { to } of flow.ways.get(here) ?? []) {
      const time = (times.get(here) ?? 0) + cost(to)
      if (time >= (times.get(to) ?? Infinity)) continue
      times.set(to, time)
      before.set(to, here)
      open.add(to)
    }
  }
  return []
}

/** The end of a path, **resolved**, or another runbook that takes over. */
const mayResolve = (section: CardSection): boolean => {
  const ends = edgesOf(section).flatMap(({ target }) => (target.kind === 'section' ? [] : [target]))
  return (
    (section.kind !== 'decision' && section.next === undefined) ||
    ends.some(
      (target) => target.kind === 'runbook' || (target.kind === 'outcome' && target.outcome === 'resolved'),
    )
  )
}

function trail(last: CardSection, before: ReadonlyMap<CardSection, CardSection | undefined>): CardSection[] {
  const way: CardSection[] = []
  for (let here: CardSection | undefined = last; here; here = before.get(here)) way.unshift(here)
  return way
}
