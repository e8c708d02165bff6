import type { Block } from '../../../engine/model.ts'
import type { Check } from '../../../engine/outcome.ts'
import { endedText, tookText } from '../../facts.ts'
import { escapeLine, escapeText } from '../escape.ts'
import type { Ended } from '../model/entry.ts'
import type { Look } from '../style.ts'

/** How a command ended: expected beside actual for each condition, the time it took, the time of the run so far. */
export function verdictLines(event: Ended, block: Block | undefined, elapsed: string, look: Look): string[] {
  const { outcome } = event
  const judged = toldApart(event, block).flatMap((check) => checkLines(check, look))
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
    endLine(event, block, elapsed, look),
  ]
}

/** Checks that say more than how the command ended; a question is judged by its branches. */
function toldApart({ verdict }: Ended, block: Block | undefined): Check[] {
  if (block?.role === 'ask') return []
  return verdict.checks.filter((check) => !(check.held && check.expected === 'exit 0'))
}

/** How it ended, with a tick when nothing else says that it held. */
function endLine(event: Ended, block: Block | undefined, elapsed: string, { style }: Look): string {
  const { outcome, verdict } = event
  const line = `${escapeLine(endedText(outcome))} after ${tookText(outcome)}${elapsed === '' ? '' : ` · ${elapsed}`}`
  const alone = verdict.held && block?.role !== 'ask' && toldApart(event, block).length === 0
  return alone ? `  ${style.green('✓')} ${style.dim(line)}` : `  ${style.dim(line)}`
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
