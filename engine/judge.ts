import { compareBinding, compareValue, shownOperand, textOf, type Answer } from './judge/numbers.ts'
import { judgeJson, missingInJson } from './judge/json.ts'
import { judgeLines } from './judge/lines.ts'
import type { Condition, Expectation } from './model.ts'
import type { Check, Outcome, Verdict } from './outcome.ts'
import { compilePattern } from './pattern.ts'

/** What a verdict is made from. */
export interface Judged {
  readonly outcome: Outcome
  /** Standard output, decoded; the beginning of it when `cut`. */
  readonly stdout: string
  /** There was more output than `stdout` holds: what is not found in it is unknown, not absent. */
  readonly cut: boolean
}

type Form<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>

/**
 * Judges how a command ended and what it printed. Without an expectation, `exit 0` is expected. A command
 * that never started meets nothing. Pure; the time it takes is proportional to the output.
 */
export function judge(
  judged: Judged,
  expectation: Pick<Expectation, 'must'> | undefined,
  bindings: ReadonlyMap<string, string>,
): Verdict {
  if (judged.outcome.ended === 'unstarted') return verdict([started(judged.outcome)])
  const must = expectation?.must
  if (must === undefined) return verdict([check('exit 0', exit(judged.outcome, 0, false))])
  if (must.kind === 'conditions') {
    return verdict(must.conditions.flatMap((condition) => checks(condition, judged, bindings)))
  }
  if (must.kind === 'json') return verdict(missingInJson(judged.stdout, must.sample, judged.cut))
  return verdict(judgeLines(judged.stdout, must.lines, judged.cut))
}

/** Whether one condition holds, as for the branches of a decision; `otherwise` always does. */
export function holds(condition: Condition, judged: Judged, bindings: ReadonlyMap<string, string>): Check {
  return check(condition.text, answer(condition, judged, bindings))
}

/** Whether a condition on inputs alone holds; nothing when it needs the outcome of a command. */
export function holdsOnBindings(
  condition: Condition,
  bindings: ReadonlyMap<string, string>,
): Check | undefined {
  return needsOutcome(condition) ? undefined : check(condition.text, answer(condition, undefined, bindings))
}

/** Whether a condition speaks of an exit code or of output. */
export function needsOutcome(condition: Condition): boolean {
  if (condition.kind === 'not') return needsOutcome(condition.condition)
  if (condition.kind === 'and') return condition.conditions.some(needsOutcome)
  return condition.kind !== 'binding' && condition.kind !== 'otherwise'
}

function verdict(list: readonly Check[]): Verdict {
  return { held: list.every(({ held }) => held), checks: list }
}

function check(expected: string, { held, actual }: Answer): Check {
  return { expected, actual, held: held === true }
}

function started(outcome: Outcome): Check {
  return { expected: 'the command starts', actual: outcome.detail ?? 'it did not start', held: false }
}

/** A line for each condition that is joined by `and`. */
function checks(condition: Condition, judged: Judged, bindings: ReadonlyMap<string, string>): Check[] {
  if (condition.kind === 'and') return condition.conditions.flatMap((one) => checks(one, judged, bindings))
  return [holds(condition, judged, bindings)]
}

function answer(
  condition: Condition,
  judged: Judged | undefined,
  bindings: ReadonlyMap<string, string>,
): Answer {
  if (condition.kind === 'otherwise') return { held: true, actual: 'nothing before it held' }
  if (condition.kind === 'not') return negated(answer(condition.condition, judged, bindings))
  if (condition.kind === 'and')
    return joined(condition.conditions.map((one) => answer(one, judged, bindings)))
  if (condition.kind === 'binding') return compareBinding(condition, bindings)
  return judged === undefined
    ? { held: undefined, actual: 'nothing ran' }
    : onOutcome(condition, judged, bindings)
}

function onOutcome(
  condition: Form<'exit' | 'output' | 'value' | 'json'>,
  judged: Judged,
  bindings: ReadonlyMap<string, string>,
): Answer {
  if (condition.kind === 'exit') return exit(judged.outcome, condition.code, condition.negated)
  if (condition.kind === 'value') return compareValue(condition, judged.stdout, bindings)
  if (condition.kind === 'json') return judgeJson(condition, judged.stdout, judged.cut, bindings)
  return output(condition, judged, bindings)
}

function negated({ held, actual }: Answer): Answer {
  return { held: held === undefined ? undefined : !held, actual }
}

function joined(answers: readonly Answer[]): Answer {
  const failing = answers.filter(({ held }) => held !== true)
  const held = failing.length === 0 ? true : failing.some((one) => one.held === false) ? false : undefined
  return { held, actual: (failing.length === 0 ? answers : failing).map(({ actual }) => actual).join(', ') }
}

function exit(outcome: Outcome, code: number, negatedCode: boolean): Answer {
  if (outcome.ended !== 'exited') return { held: false, actual: howItEnded(outcome) }
  return { held: (outcome.code === code) !== negatedCode, actual: `exit ${outcome.code ?? '?'}` }
}

function howItEnded(outcome: Outcome): string {
  if (outcome.ended === 'signalled') return `ended by ${outcome.signal ?? 'a signal'}`
  if (outcome.ended === 'timed-out') return 'out of time'
  return outcome.ended === 'stopped' ? 'stopped by the operator' : 'it did not start'
}

function output(
  condition: Form<'output'>,
  { stdout, cut }: Judged,
  bindings: ReadonlyMap<string, string>,
): Answer {
  const text = stdout.replace(/[\r\n]+$/, '')
  const found = matchesOutput(condition, stdout, text, bindings)
  if (typeof found === 'string') return { held: undefined, actual: found }
  const certain = !cut || (found && (condition.test === 'contains' || condition.test === 'matches'))
  const known = certain || (condition.test === 'empty' && text !== '')
  return {
    held: known ? found : undefined,
    actual: `${known ? shown(text) : `${shown(text)} and more than is kept`}${beside(condition, bindings)}`,
  }
}

/** The value that output was compared with, when it is not written in the condition itself. */
function beside(condition: Form<'output'>, bindings: ReadonlyMap<string, string>): string {
  if (!('value' in condition) || typeof condition.value === 'string') return ''
  return `, and ${shownOperand(condition.value, bindings.get(condition.value.name))}`
}

function matchesOutput(
  condition: Form<'output'>,
  stdout: string,
  text: string,
  bindings: ReadonlyMap<string, string>,
): boolean | string {
  if (condition.test === 'empty') return text === ''
  if (condition.test === 'matches') return matchesLines(condition, stdout)
  const expected = textOf(condition.value, bindings)
  if (expected === undefined) return `${shown(text)}${beside(condition, bindings)}`
  return condition.test === 'contains' ? stdout.includes(expected) : text === expected
}

function matchesLines(
  condition: Extract<Form<'output'>, { test: 'matches' }>,
  stdout: string,
): boolean | string {
  const pattern = compilePattern(condition.pattern, lineFlags(condition.flags))
  return pattern.problem ?? pattern.test(stdout)
}

/** Output is lines: `^` and `$` stand at the ends of each. */
function lineFlags(flags: string): string {
  return flags.includes('m') ? flags : `${flags}m`
}

/** Output as one side of a comparison: one line as it is, of more the first and how many. */
function shown(text: string): string {
  if (text === '') return 'no output'
  const [first = '', ...more] = text.split(/\r\n|\n|\r/)
  const line = first.length > 120 ? `${first.slice(0, 119)}…` : first
  return more.length === 0 ? JSON.stringify(line) : `${JSON.stringify(line)} and ${more.length} more lines`
}
