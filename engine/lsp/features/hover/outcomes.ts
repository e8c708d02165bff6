import type { Runbook } from '../../../model.ts'
import { edgesOf } from '../../../rules/graph/flow.ts'
import { holds } from '../page.ts'
import { outcomeMeaning } from '../words.ts'
import type { Hover } from './index.ts'

/** On **resolved**, **escalate** or **stop** behind an arrow: what becomes of the run. */
export function outcomeHover(runbook: Runbook, offset: number): Hover | undefined {
  const target = runbook.sections
    .flatMap(edgesOf)
    .map((edge) => edge.target)
    .find((one) => one.kind === 'outcome' && holds(one.span, offset))
  if (target?.kind !== 'outcome') return undefined
  const to = target.to === undefined ? '' : `: ${target.to}`
  return { span: target.span, markdown: `**${target.outcome}** · ${outcomeMeaning[target.outcome]}${to}` }
}
