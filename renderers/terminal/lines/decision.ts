import type { Branch, Decision } from '../../../engine/model.ts'
import type { Verdict } from '../../../engine/outcome.ts'
import type { DecisionQuestion } from '../../../engine/run/operator.ts'
import { edgeText } from '../../target.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { inline } from './markdown.ts'

/** The branches with their numbers, what each condition found, where each leads, and which one is proposed. */
export function decisionLines(question: DecisionQuestion, section: Decision, look: Look): string[] {
  const { proposed, ask } = question
  const value = ask?.stdout.head.trim().split('\n')[0] ?? ''
  return [
    '',
    look.style.bold(`decide: ${inline(section.title, look.style)}`),
    ...(value === '' ? [] : [`  │ ${escapeLine(value)}`]),
    ...section.branches.flatMap((branch, index) => branchLines(question, branch, index, look)),
    ...(proposed === undefined ? [] : [`the conditions propose ${proposed + 1}`]),
  ]
}

function branchLines(question: DecisionQuestion, branch: Branch, index: number, look: Look): string[] {
  const proposed = question.proposed === index
  const used = question.exhausted.includes(index)
  const line = `${proposed ? '>' : ' '} ${index + 1}  ${inline(branch.answer, look.style)} → ${escapeLine(edgeText(branch.edge, question.runbook))}`
  const state = used ? ' (used up: it can not be taken again)' : ''
  const note =
    branch.note === undefined
      ? []
      : [`       ${inline(branch.note.markdown.replaceAll('\n', ' '), look.style)}`]
  return [
    `${proposed ? look.style.bold(line) : line}${branch.condition?.kind === 'otherwise' && question.checks?.[index]?.held !== false ? '' : checkText(question.checks?.[index])}${state}`,
    ...note,
  ]
}

function checkText(verdict: Verdict | undefined): string {
  const check = verdict?.checks[0]
  if (check === undefined) return ''
  return `  [${verdict?.held === true ? 'holds' : 'does not hold'}: ${escapeLine(check.actual)}]`
}

/** The branch that a line names: by its number, by its text, or `y` for the proposed one. */
export function readBranch(
  line: string,
  branches: readonly Branch[],
  { proposed, exhausted }: Pick<DecisionQuestion, 'proposed' | 'exhausted'>,
): { branch: number } | string {
  if (/^y(es)?$/i.test(line) && proposed !== undefined) return { branch: proposed }
  const named = branches.findIndex((branch) => branch.answer.toLowerCase() === line.toLowerCase())
  const branch = named >= 0 ? named : /^\d{1,3}$/.test(line) ? Number(line) - 1 : -1
  if (branches[branch] === undefined) return `type a number from 1 to ${branches.length}`
  return exhausted.includes(branch) ? 'that branch is used up: take another one' : { branch }
}
