import type { Effect } from '../../machine/types.ts'
import type { Decision } from '../../model.ts'
import type { Verdict } from '../../outcome.ts'
import type { Performed, RunView } from '../performer.ts'
import { placeOf, present, questionAt, suspended, type LiveDoors } from './doors.ts'
import { happened } from './questions.ts'
import { branchVerdicts } from './verdict.ts'

type Choose = Extract<Effect, { kind: 'choose' }>

/**
 * Takes a branch. Conditions are evaluated in their order and the first that holds is proposed; the operator confirms
 * or overrules it. With nobody to ask the proposal is taken; without a proposal the run rests here.
 */
export async function takeBranch(effect: Choose, view: RunView, doors: LiveDoors): Promise<Performed> {
  const question = questionAt(effect, view)
  const section = question.section as Decision
  const checks = await branchVerdicts(section, effect.ask, view)
  const proposed = proposal(checks, effect.exhausted)
  const { ask, exhausted } = effect
  const answer = await doors.operator.choose({
    ...question,
    exhausted,
    ...present({ ask, proposed, checks }),
  })
  const branch = answer?.branch ?? proposed
  if (branch === undefined) return suspended('unanswered', unansweredText(section, checks))
  const from = branch === proposed ? 'conditions' : 'operator'
  const shown = checks?.flatMap((verdict) => verdict?.checks ?? [])
  const evidence = present({ proposed, checks: shown, reason: answer?.reason })
  const by = answer === undefined ? { by: 'engine' } : answer
  return happened(doors, by, { type: 'chosen', ...placeOf(effect), branch, from, ...evidence })
}

function unansweredText({ title, branches }: Decision, checks: readonly Verdict[] | undefined): string {
  const last = branches.findIndex(({ condition }) => condition?.kind === 'otherwise')
  const unproven = checks?.[last]?.held === false ? checks[last].checks[0] : undefined
  if (unproven === undefined) return `nobody answered \`${title}\``
  return `the question of \`${title}\` failed (${unproven.actual}), so it does not show that all is well, and nobody answered it`
}

/** The first branch whose condition holds, and that may still be taken. */
export function proposal(
  checks: readonly Verdict[] | undefined,
  exhausted: readonly number[],
): number | undefined {
  const branch = checks?.findIndex(({ held }, index) => held && !exhausted.includes(index))
  return branch === undefined || branch < 0 ? undefined : branch
}
