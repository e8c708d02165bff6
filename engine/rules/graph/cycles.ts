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

/** Tarjan's strongly connected components, without recursion: a page may hold ten thousand sections. */
function knots(flow: Flow): Set<Section>[] {
  const order = new Map<Section, number>()
  const low = new Map<Section, number>()
  const stack: Section[] = []
  const onStack = new Set<Section>()
  const found: Set<Section>[] = []
  const enter = (section: Section): { section: Section; ways: Way[] } => {
    order.set(section, order.size)
    low.set(section, order.size - 1)
    stack.push(section)
    onStack.add(section)
    return { section, ways: free(flow, section) }
  }
  const lower = (section: Section, to: number | undefined): void => {
    low.set(section, Math.min(low.get(section) ?? 0, to ?? Infinity))
  }
  const close = (section: Section): void => {
    if (low.get(section) !== order.get(section)) return
    const knot = new Set(stack.splice(stack.lastIndexOf(section)))
    for (const member of knot) onStack.delete(member)
    if (knot.size > 1 || free(flow, section).some((way) => way.to === section)) found.push(knot)
  }
  for (const root of flow.ways.keys()) {
    if (order.has(root)) continue
    const calls = [enter(root)]
    for (let call = calls.at(-1); call; call = calls.at(-1)) {
      const way = call.ways.pop()
      if (way === undefined) {
        close(call.section)
        calls.pop()
        const caller = calls.at(-1)
        if (caller) lower(caller.section, low.get(call.section))
      } else if (!order.has(way.to)) calls.push(enter(way.to))
      else if (onStack.has(way.to)) lower(call.section, order.get(way.to))
    }
  }
  return found
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
