import type { RunEvent } from '../../../engine/machine/types.ts'
import type { Block } from '../../../engine/model.ts'
import type { Check } from '../../../engine/outcome.ts'
import { endedText, tookText } from '../../facts.ts'
import { escapeLine, escapeText } from '../escape.ts'
import type { Look } from '../style.ts'

/** How a command ended: expected beside actual for each condition, the time it took, the time of the run so far. */
export function verdictLines(
  event: Extract<RunEvent, { type: 'attempted' }>,
  block: Block | undefined,
  elapsed: string,
  look: Look,
): string[] {
  const { outcome, verdict } = event
  const judged = block?.role === 'ask' ? [] : verdict.checks.flatMap((check) => checkLines(check, look))
  const values = Object.entries(outcome.values).map(
    ([name, value]) => `  value ${name} = ${escapeLine(value)}`,
  )
  const survivors = outcome.survivors ?? []
  return [
    ...judged,
    ...values,
    ...(survivors.length === 0
      ? []
      : [look.style.yellow(`  still running although it was ended: process ${survivors.join(', ')}`)]),
    look.style.dim(
      `  ${escapeLine(endedText(outcome))} after ${tookText(outcome)}${elapsed === '' ? '' : ` · ${elapsed}`}`,
    ),
  ]
}

function checkLines(check: Check, { style }: Look): string[] {
  const mark = check.held ? style.green('✓ holds ') : style.red('✗ failed')
  const actual = escapeText(check.actual).split('\n')
  const expected = escapeText(check.expected).split('\n')
  if (actual.length === 1 && expected.length === 1)
    return [`  ${mark} expected ${expected[0]} · actual ${actual[0]}`]
  return [
    `  ${mark} expected`,
    ...expected.map((line) => `    │ ${line}`),
    '           actual',
    ...actual.map((line) => `    │ ${line}`),
  ]
}
