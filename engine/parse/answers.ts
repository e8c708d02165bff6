import type { Condition } from '../model.ts'
import type { Span } from '../source.ts'
import { type ConditionProblem, looksLikeCondition, parseCondition } from './conditions.ts'
import type { Findings } from './findings.ts'
import type { Inline } from './tree.ts'

/**
 * The condition that a bold text is, or nothing when it is an answer for the operator to choose. Under an `ask` block
 * every text must be a condition; without one, a condition on output has nothing to judge.
 */
export function readAnswer(answer: Inline, asked: boolean, findings: Findings): Condition | undefined {
  if (!asked && !looksLikeCondition(answer.text)) return undefined
  const parsed = parseCondition(answer.text, answer.textSpan?.start ?? 0)
  if (parsed.condition === undefined) {
    reportAnswer(answer, parsed.problem, findings)
    return undefined
  }
  const condition =
    answer.textSpan === undefined ? stretched(parsed.condition, answer.span) : parsed.condition
  if (!asked && judgesOutput(condition)) {
    findings.add('bad-branch', answer.span, `nothing in this section answers \`${answer.text}\``, {
      help: 'give the block above the list the role `ask`',
    })
  }
  return condition
}

/** A bold text beside an `ask` block that is no condition: misspelt, or a sentence that no machine can judge. */
function reportAnswer(
  answer: Inline,
  { message, span, help, fix }: ConditionProblem,
  findings: Findings,
): void {
  const { text, textSpan } = answer
  if (!/^\s*(?:not\s+)*(?:exit|output|value|json|otherwise|\$)/.test(text) && fix === undefined) {
    findings.add('unmeasurable-condition', textSpan ?? answer.span, `\`${text}\` cannot be measured`, {
      help,
    })
    return
  }
  const place = textSpan === undefined ? answer.span : wider(span, answer.span)
  findings.add('bad-branch', place, message, { help, ...(textSpan && fix && { fix }) })
}

/** An empty span cannot be shown: the whole text then. */
function wider(span: Span, whole: Span): Span {
  return span.end > span.start ? span : whole
}

/** Whether a condition speaks of an exit code or of output. */
export function judgesOutput(condition: Condition): boolean {
  if (condition.kind === 'not') return judgesOutput(condition.condition)
  if (condition.kind === 'and') return condition.conditions.some(judgesOutput)
  return condition.kind !== 'binding' && condition.kind !== 'otherwise'
}

/** A text with escapes does not stand in the source as it is read: all of it is the place of each part. */
function stretched(condition: Condition, span: Span): Condition {
  if (condition.kind === 'not') return { ...condition, span, condition: stretched(condition.condition, span) }
  if (condition.kind !== 'and') return { ...condition, span }
  return { ...condition, span, conditions: condition.conditions.map((one) => stretched(one, span)) }
}
