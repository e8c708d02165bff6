import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { holds, holdsOnBindings, judge, type Judged } from '../../judge.ts'
import type { Block, Branch, Condition, Decision } from '../../model.ts'
import type { Check, Outcome, Verdict } from '../../outcome.ts'
import type { Bindings } from '../commands.ts'
import type { RunView } from '../performer.ts'

/** Most bytes of standard output that conditions are judged on; what lies behind them is unknown, not absent. */
export const judgedBytes = 4 * 1024 * 1024

/** What a verdict needs of a run: its folder, and what is known by name. */
type Judging = Pick<RunView, 'bindings' | 'directory'>

/** Whether a command met its expectation. A stream without one has nothing to fail but its start. */
export async function verdictOf(outcome: Outcome, block: Block, view: Judging): Promise<Verdict> {
  if (block.role === 'follow' && block.expectation === undefined) return followed(outcome)
  return judge(await judged(outcome, view), block.expectation, shownValues(view.bindings))
}

function followed(outcome: Outcome): Verdict {
  const { ended, code } = outcome
  const held = ended === 'stopped' || ended === 'timed-out' || (ended === 'exited' && code === 0)
  const actual = ended === 'exited' ? `exit ${code ?? '?'}` : ended
  return { held, checks: [{ expected: 'followed until its time was up', actual, held }] }
}

/** The outcome with its standard output as text, read from the run's output file. */
async function judged(outcome: Outcome, view: Judging): Promise<Judged> {
  const { file, bytes } = outcome.stdout
  if (file === '' || bytes === 0) return { outcome, stdout: '', cut: false }
  const output = await open(join(view.directory, 'output', file))
  try {
    const kept = Buffer.alloc(Math.min(bytes, judgedBytes))
    const { bytesRead } = await output.read(kept, 0, kept.length, 0)
    return { outcome, stdout: kept.subarray(0, bytesRead).toString('utf8'), cut: bytes > bytesRead }
  } finally {
    await output.close()
  }
}

/** Values by name, without secrets: what a verdict shows is written down. */
export function shownValues(bindings: Bindings): ReadonlyMap<string, string> {
  return new Map(
    [...bindings.values()].filter(({ secret }) => !secret).map(({ name, value }) => [name, value]),
  )
}

/**
 * Whether each branch's condition holds, in their order; nothing when the bold texts are answers. A branch without a
 * condition among others that have one never holds by itself. An **otherwise** that leads to **resolved** does not
 * hold when the question failed and no branch speaks of its exit: a question that could not look proves nothing.
 */
export async function branchVerdicts(
  { branches }: Decision,
  ask: Outcome | undefined,
  view: RunView,
): Promise<readonly Verdict[] | undefined> {
  if (branches.every(({ condition }) => condition === undefined)) return undefined
  const values = shownValues(view.bindings)
  const answered = ask === undefined ? undefined : await judged(ask, view)
  const unmeasured =
    ask !== undefined && failed(ask) && !branches.some((branch) => speaksOfExit(branch.condition))
  return branches.map((branch) =>
    unmeasured && provesNothing(branch) ? unproven(ask) : branchVerdict(branch, answered, values),
  )
}

function failed({ ended, code }: Outcome): boolean {
  return ended !== 'exited' || code !== 0
}

function speaksOfExit(condition: Condition | undefined): boolean {
  if (condition?.kind === 'not') return speaksOfExit(condition.condition)
  if (condition?.kind === 'and') return condition.conditions.some(speaksOfExit)
  return condition?.kind === 'exit'
}

/** That nothing else held says that all is well only when something was measured. */
function provesNothing({ condition, edge }: Branch): boolean {
  return (
    condition?.kind === 'otherwise' && edge.target.kind === 'outcome' && edge.target.outcome === 'resolved'
  )
}

function unproven({ ended, code }: Outcome): Verdict {
  const actual = ended === 'exited' ? `exit ${code ?? '?'}` : ended
  return { held: false, checks: [{ expected: 'a question that ends with exit 0', actual, held: false }] }
}

function branchVerdict(
  { condition }: Branch,
  answered: Judged | undefined,
  values: ReadonlyMap<string, string>,
): Verdict {
  const check = condition === undefined ? undefined : checkOf(condition, answered, values)
  return { held: check?.held ?? false, checks: check === undefined ? [] : [check] }
}

function checkOf(
  condition: Condition,
  answered: Judged | undefined,
  values: ReadonlyMap<string, string>,
): Check | undefined {
  return answered === undefined ? holdsOnBindings(condition, values) : holds(condition, answered, values)
}
