import type { RunEvent, RunMachine } from '../../../engine/machine/types.ts'
import type { Plan, PlannedPlace, Prospect } from '../../../engine/plan.ts'
import type { Bindings } from '../../../engine/run/commands.ts'
import { roleWords } from '../../facts.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'

/** What a dry run shows: everything that a run would do, and how certain that is. */
export interface PlanView {
  readonly plan: Plan
  readonly machine: RunMachine
  readonly bindings: Bindings
  /** Inputs that a run would ask for. */
  readonly missing: readonly string[]
  /** Why a run would be refused before anything starts; empty when it would not. */
  readonly refused: readonly string[]
  /** What was found out by running `read` and `ask` blocks; empty when nothing was run. */
  readonly events: readonly RunEvent[]
  readonly look: Look
}

/** Whether something would run, and if not or not certainly, why. */
export function prospectText(prospect: Prospect, { look, machine }: PlanView): string {
  switch (prospect.kind) {
    case 'would-run':
      return look.style.green('would run')
    case 'would-not-run':
      return look.style.dim(`would not run, because ${escapeLine(prospect.because)}`)
    case 'unknown':
      return look.style.yellow(`unknown until ${placeText(prospect.until, machine)}`)
  }
}

function placeText({ runbook: path, section: id, block }: PlannedPlace, machine: RunMachine): string {
  const section = machine.runbooks.get(path)?.sections.find((candidate) => candidate.id === id)
  const title = `\`${escapeLine(section?.title ?? id)}\``
  const role = block === undefined ? undefined : section?.blocks[block]?.role
  return role === undefined ? `somebody has answered ${title}` : `the ${roleWords[role]} of ${title} has run`
}
