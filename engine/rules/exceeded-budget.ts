import type { Block, Section } from '../model.ts'
import { formatDuration } from '../duration.ts'
import { type Flow, edgesOf, flowOf } from './graph/flow.ts'
import type { Rule } from './rule.ts'

/**
 * The times that a runbook allows itself are longer than its `mttr`, even on its shortest way to the end. Only times that
 * are written count: `timeout`, `within`.
 */
export const exceededBudget: Rule = (runbook) => {
  const { mttr } = runbook.frontmatter
  const span = runbook.frontmatterPlaces.get('mttr')?.value
  if (mttr === undefined || span === undefined) return []
  const way = shortestWay(flowOf(runbook))
  const time = way.reduce((sum, section) => sum + budgetOf(section), 0)
  if (time <= mttr) return []
  const longest = way.flatMap(({ blocks }) => blocks).filter((block) => timeOf(block) > 0)
  return [
    {
      code: 'exceeded-budget',
      severity: 'warning',
      path: runbook.path,
      message: `even its shortest way may take ${formatDuration(time)}, longer than its \`mttr\``,
      span,
      label: 'this time cannot be promised',
      related: longest
        .sort((a, b) => timeOf(b) - timeOf(a))
        .slice(0, 3)
        .map((block) => ({
          path: runbook.path,
          span: block.roleSpan,
          label: `may take ${formatDuration(timeOf(block))}`,
        })),
      help: 'shorten a `timeout` or a `within`, or promise less',
    },
  ]
}

/** Milliseconds that a block may take: a rollback is not part of the way, a poll ends with its `within`. */
function timeOf({ role, options, expectation }: Block): number {
  return role === 'rollback' ? 0 : (expectation?.within ?? options.timeout ?? 0)
}

const budgetOf = ({ blocks }: Section): number => blocks.reduce((sum, block) => sum + timeOf(block), 0)

/** Sections on the way from the start to a resolved end that allows itself the least time; empty when there is none. */
function shortestWay(flow: Flow): Section[] {
  if (flow.start === undefined) return []
  const before = new Map<Section, Section | undefined>([[flow.start, undefined]])
  const times = new Map([[flow.start, budgetOf(flow.start)]])
  const open = new Set([flow.start])
  while (open.size > 0) {
    const here = [...open].reduce((a, b) => ((times.get(a) ?? 0) <= (times.get(b) ?? 0) ? a : b))
    open.delete(here)
    if (flow.exits.has(here) && mayResolve(here)) return trail(here, before)
    for (const { to } of flow.ways.get(here) ?? []) {
      const time = (times.get(here) ?? 0) + budgetOf(to)
      if (time >= (times.get(to) ?? Infinity)) continue
      times.set(to, time)
      before.set(to, here)
      open.add(to)
    }
  }
  return []
}

/** The end of a path, **resolved**, or another runbook that takes over. */
const mayResolve = (section: Section): boolean => {
  const ends = edgesOf(section).flatMap(({ target }) => (target.kind === 'section' ? [] : [target]))
  return (
    (section.kind !== 'decision' && section.next === undefined) ||
    ends.some(
      (target) => target.kind === 'runbook' || (target.kind === 'outcome' && target.outcome === 'resolved'),
    )
  )
}

function trail(last: Section, before: ReadonlyMap<Section, Section | undefined>): Section[] {
  const way: Section[] = []
  for (let here: Section | undefined = last; here; here = before.get(here)) way.unshift(here)
  return way
}
