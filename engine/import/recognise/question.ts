import { textPart } from '../draft.ts'
import type { Context } from './context.ts'
import { shortTitle } from './escape.ts'
import { type Choice, type FoundDecision, foundPart } from './found.ts'
import { soften } from './soften.ts'

/** A sentence as a question; with one answer, the other one goes on. */
export function asked(
  condition: string,
  written: string,
  choices: readonly Choice[],
  line: number,
  context: Context,
): FoundDecision {
  const title = shortTitle(condition, 68)
  context.notes.add(
    'decision-guessed',
    line,
    `a sentence became a question: \`${title.replaceAll('`', '')}\``,
    'see where both answers lead; give it an `ask` block when it can be measured',
  )
  const lead = [foundPart(textPart(soften(written), line))]
  return {
    kind: 'decision',
    title: `${title}?`,
    line,
    lead,
    choices,
    ...(choices.length < 2 ? { otherwise: 'no' } : {}),
  }
}
