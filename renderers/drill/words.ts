import type { DrillResult } from '../../engine/drill/types.ts'
import { duration } from '../duration.ts'

/** How a drill went, in a word. */
export const statusWords: Readonly<Record<DrillResult['status'], string>> = {
  passed: 'passed',
  failed: 'FAILED',
  'fails-as-expected': 'fails as expected',
  ended: 'ended',
}

/** `8.1 s of 30 min`: from the start of the run to its end, against the runbook's target. */
export function timeText({ took, runbook }: Pick<DrillResult, 'took' | 'runbook'>): string {
  if (took === undefined) return ''
  const { mttr } = runbook.frontmatter
  return mttr === undefined ? duration(took) : `${duration(took)} of ${duration(mttr)}`
}

/** `41 passed, 1 failed, 2 fail as expected`; nothing that there is none of. */
export function countText(results: readonly DrillResult[]): string {
  const of = (status: DrillResult['status']) => results.filter((result) => result.status === status).length
  const counts: readonly (readonly [number, string])[] = [
    [of('passed'), 'passed'],
    [of('failed'), 'failed'],
    [of('fails-as-expected'), 'failed as expected'],
    [of('ended'), 'ended before its end'],
  ]
  return counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`])).join(', ')
}
