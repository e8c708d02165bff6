import type { Diagnostic } from '../diagnostic.ts'
import { unboundedCycles } from './graph/cycles.ts'
import { type Way, flowOf } from './graph/flow.ts'
import type { Rule } from './rule.ts'

/** A loop needs one link on it that says how often it may be taken. */
export const unboundedLoop: Rule = (runbook) =>
  unboundedCycles(flowOf(runbook)).flatMap((cycle): Diagnostic[] => {
    const back = cycle.findLast((way) => way.written)
    if (back === undefined) return []
    const others = cycle.filter((way) => way !== back)
    return [
      {
        code: 'unbounded-loop',
        severity: 'error',
        path: runbook.path,
        message: `nothing ends the loop ${routeOf(cycle)}`,
        span: back.span,
        label: 'this link closes the loop',
        related: others.map((way) => ({ path: runbook.path, span: way.span, label: reasonOf(way) })),
        help: 'write how often it may be taken behind the link, such as `at most 5 times`',
      },
    ]
  })

function routeOf(cycle: readonly Way[]): string {
  const names = [...cycle.map((way) => way.from), cycle[0]?.from].flatMap((section) =>
    section ? [`\`${section.id}\``] : [],
  )
  const shown = names.length > 6 ? [...names.slice(0, 3), '…', ...names.slice(-2)] : names
  return shown.join(' → ')
}

const reasonOf = (way: Way): string =>
  way.written
    ? `\`${way.from.id}\` goes on to \`${way.to.id}\``
    : `\`${way.to.id}\` comes after \`${way.from.id}\``
