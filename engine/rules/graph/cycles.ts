import type { Section } from '../../model.ts'
import type { Flow, Way } from './flow.ts'

/**
 * Loops that nothing ends: cycles made of ways without a bound, one for each knot of sections that reach each
 * other. A cycle is a list of ways, each beginning where the one before it ends; linear in the size of the graph.
 */
export function unboundedCycles(flow: Flow): Way[][] {
  return knots(flow).flatMap((knot) => {
    const cycle = shortestCycle(knot, flow)
    return cycle ? [cycle] : []
  })
}

const free = (flow: Flow, section: Section): Way[] =>
  (flow.ways.get(section) ?? []).filter((way) => way.atMost === undefined)

/** Sets of sections that reach each other (Kosaraju), without recursion: a page may hold ten thousand sections. */
function knots(flow: Flow): Set<Section>[] {
  const before = comingBefore(flow)
  const taken = new Set<Section>()
  return finishingOrder(flow)
    .reverse()
    .map((root) => gather(root, before, taken))
    .filter((knot) => knot.size > 1 || [...knot].some((one) => free(flow, one).some((way) => way.to === one)))
}

/** Sections in the order in which a walk in depth leaves them for good. */
function finishingOrder(flow: Flow): Section[] {
  const entered = new Set<Section>()
  const left: Section[] = []
  const open: { section: Section; ways: Way[] }[] = []
  const enter = (section: Section): void => {
    if (!entered.has(section)) open.push({ section, ways: free(flow, section) })
    entered.add(section)
  }
  for (const root of flow.ways.keys()) {
    enter(root)
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const way = top.ways.pop()
      if (way) enter(way.to)
      else left.push(...open.splice(-1).map(({ section }) => section))
    }
  }
  return left
}

function comingBefore(flow: Flow): Map<Section, Section[]> {
  const before = new Map([...flow.ways.keys()].map((section): [Section, Section[]] => [section, []]))
  for (const section of flow.ways.keys())
    for (const way of free(flow, section)) before.get(way.to)?.push(section)
  return before
}

/** All that leads to a section and belongs to no knot yet. */
function gather(root: Section, before: ReadonlyMap<Section, Section[]>, taken: Set<Section>): Set<Section> {
  const knot = new Set(taken.has(root) ? [] : [root])
  for (const section of knot) {
    taken.add(section)
    for (const previous of before.get(section) ?? []) if (!taken.has(previous)) knot.add(previous)
  }
  return knot
}

/** The shortest cycle through the first section of a knot in document order. */
function shortestCycle(knot: ReadonlySet<Section>, flow: Flow): Way[] | undefined {
  const first = [...knot].reduce((a, b) => (a.span.start <= b.span.start ? a : b))
  const arrivals = new Map<Section, Way>()
  for (const here of breadthFirst(first, arrivals, knot, flow)) {
    const home = free(flow, here).find((way) => way.to === first)
    if (home) return [...trail(here, first, arrivals), home]
  }
  return undefined
}

function* breadthFirst(
  first: Section,
  arrivals: Map<Section, Way>,
  knot: ReadonlySet<Section>,
  flow: Flow,
): Generator<Section> {
  const open = [first]
  for (const here of open) {
    yield here
    for (const way of free(flow, here)) {
      if (!knot.has(way.to) || way.to === first || arrivals.has(way.to)) continue
      arrivals.set(way.to, way)
      open.push(way.to)
    }
  }
}

function trail(last: Section, first: Section, arrivals: ReadonlyMap<Section, Way>): Way[] {
  const ways: Way[] = []
  for (let here = last; here !== first;) {
    const way = arrivals.get(here)
    if (way === undefined) break
    ways.push(way)
    here = way.from
  }
  return ways.reverse()
}
