import type { Diagnostic, Related } from '../diagnostic.ts'
import { formatDuration } from '../duration.ts'
import type { Card, CardSection } from '../model/card.ts'
import { flowOf, sectionAt } from './graph/flow.ts'
import { type Cost, ownTime, shortestWay, timeOf } from './graph/times.ts'
import type { LibraryRule, Rule } from './rule.ts'

/**
 * The times that a runbook allows itself are longer than its `mttr`, even on its shortest way to the end. Only times that
 * are written count: `timeout`, `within`.
 */
export const exceededBudget: Rule = (runbook) => judged(runbook, () => 0)

/**
 * The same for a runbook that could keep its promise without the runbooks that it calls. Each of them counts with its own
 * shortest way to the end; a circle of calls, which is a finding of its own, counts once around.
 */
export const exceededByCalls: LibraryRule = (runbooks) => {
  const called = calledTimes(runbooks)
  return runbooks.flatMap((runbook) => {
    const calls = !runbook.stays && runbook.sections.some(({ kind }) => kind === 'call')
    return calls && judged(runbook, () => 0).length === 0 ? judged(runbook, called) : []
  })
}

/** What a section that calls another runbook may take for it; each runbook and place to start at is worked out once. */
function calledTimes(runbooks: readonly Card[]): Cost {
  const byPath = new Map(runbooks.map((runbook) => [runbook.path, runbook]))
  const times = new Map<string, number>()
  const called: Cost = (section) => {
    const other = byPath.get(section.runbook?.path ?? '')
    if (section.runbook === undefined || other === undefined) return 0
    const { path, anchor } = section.runbook
    const key = `${path}#${anchor ?? ''}`
    const known = times.get(key)
    if (known !== undefined) return known
    times.set(key, 0)
    const time = timeThrough(other, anchor, called)
    times.set(key, time)
    return time
  }
  return called
}

function timeThrough(runbook: Card, anchor: string | undefined, called: Cost): number {
  const flow = flowOf(runbook)
  const sections = new Map(runbook.sections.map((section) => [section.id, section]))
  const start = anchor === undefined ? flow.start : sectionAt(anchor, runbook, sections)
  const cost: Cost = (section) => ownTime(section) + called(section)
  return sumOf(shortestWay(flow, cost, start), cost)
}

const sumOf = (way: readonly CardSection[], cost: Cost): number =>
  way.reduce((sum, one) => sum + cost(one), 0)

function judged(runbook: Card, called: Cost): Diagnostic[] {
  const { mttr } = runbook.frontmatter
  const span = runbook.frontmatterPlaces.get('mttr')?.value
  if (mttr === undefined || span === undefined) return []
  const cost: Cost = (section) => ownTime(section) + called(section)
  const way = shortestWay(flowOf(runbook), cost)
  const time = sumOf(way, cost)
  if (time <= mttr) return []
  return [
    {
      code: 'exceeded-budget',
      severity: 'warning',
      path: runbook.path,
      message: `even its shortest way may take ${formatDuration(time)}, longer than its \`mttr\``,
      span,
      label: 'this time cannot be promised',
      related: longest(way, runbook, called),
      help: 'shorten a `timeout` or a `within`, or promise less',
    },
  ]
}

/** The three blocks and calls that take the most of it. */
function longest(way: readonly CardSection[], { path }: Card, called: Cost): Related[] {
  const parts = way.flatMap((section) => [
    ...section.blocks.map((block) => ({ time: timeOf(block), span: block.roleSpan, what: '' })),
    ...(section.runbook
      ? [{ time: called(section), span: section.runbook.span, what: 'what is called here ' }]
      : []),
  ])
  return parts
    .filter(({ time }) => time > 0)
    .sort((a, b) => b.time - a.time)
    .slice(0, 3)
    .map(({ time, span, what }) => ({ path, span, label: `${what}may take ${formatDuration(time)}` }))
}
