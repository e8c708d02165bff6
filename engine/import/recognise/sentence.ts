import { blocksOf } from '../draft.ts'
import { isInstruction, readConditional } from './conditions.ts'
import type { Context } from './context.ts'
import { asPlain, shortTitle } from './escape.ts'
import { type Choice, type Found, foundPart } from './found.ts'
import { withInlineCommands } from './inline.ts'
import { asked } from './question.ts'

/** `If X, do Y. Otherwise, do Z.`: the operator says whether X holds; Y is a link, or a step of its own. */
export function readSentence(written: string, line: number, context: Context): Found[] | undefined {
  if (/^(?:context|reference)$/.test(context.purpose) || context.section.level === 0) return undefined
  const sentences = written.split(/(?<=[.!?])\s+(?=\p{Lu})/u)
  const [first, second] = sentences.map((sentence) => readConditional(sentence))
  if (first === undefined || first.isOtherwise || first.consequence === '') return undefined
  const yes = followed(
    'yes',
    first.consequence,
    shortTitle(first.condition),
    line,
    context,
    !isEnglishIf(written),
  )
  if (yes === undefined) return undefined
  const no =
    second?.isOtherwise === true
      ? followed('no', second.consequence, shortTitle(second.consequence), line, context, true)
      : undefined
  return [asked(first.condition, written, no === undefined ? [yes] : [yes, no], line, context)]
}

/** Verbs are known in English only; elsewhere the condition is sign enough. */
const isEnglishIf = (text: string): boolean => /^\W*(?:if|in case|when|should|to)\b/i.test(text)

/** Where an answer leads: to the place that its words name, or to a step that they are. */
function followed(
  answer: string,
  consequence: string,
  title: string,
  line: number,
  context: Context,
  anyWords: boolean,
): Choice | undefined {
  const goal = context.goalOf(consequence, line)
  if (goal !== undefined) return { answer, line, leads: { kind: 'goal', goal } }
  if (/^(?:please )?see (?:below|above|the (?:next|following))\b/i.test(asPlain(consequence)))
    return undefined
  if (!anyWords && !isInstruction(asPlain(consequence).replace(/^to\s+/i, ''))) return undefined
  const inner = withInlineCommands(consequence, line, '', context)
  return {
    answer,
    line,
    leads: { kind: 'section', title, found: inner.some(isRunning) ? inner : asAction(inner) },
  }
}

/** Whether a block in it runs. */
export const isRunning = (found: Found): boolean =>
  found.kind === 'part' && blocksOf(found.part).some(({ role }) => role !== undefined)

/** What a person does, when nothing in it runs. */
export function asAction(found: readonly Found[]): Found[] {
  const [first, ...rest] = found
  if (first?.kind !== 'part' || first.part.kind !== 'text') return [...found]
  return [foundPart({ ...first.part, action: true }), ...rest]
}
