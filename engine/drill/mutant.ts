import type { RunMachine } from '../machine/types.ts'
import type { Drill } from '../parse/drill.ts'
import { decisiveOf, withoutAction } from './decisive.ts'
import { isNamed } from './expected.ts'
import { runDrill } from './run.ts'
import type { DrillDoors, DrillResult, Problem } from './types.ts'

/**
 * Runs a drill with the decisive action of its runbook taken away. It passes when the drill noticed: a drill that says
 * that all is well without the action proves nothing. A drill whose runbook changes nothing has no such action.
 */
export async function runMutant(drill: Drill, machine: RunMachine, doors: DrillDoors): Promise<DrillResult> {
  const decisive = isHarmless(drill) ? undefined : decisiveOf(drill, machine)
  if (decisive === undefined) return undecided(drill, machine)
  const mutant = withoutAction(machine, decisive, drill.expect.path)
  const result = await runDrill(drill, mutant, { ...doors, hurried: true })
  if (result.status === 'ended') return result
  const name = `${decisive.runbook}#${decisive.section}`
  if (!result.path.some((visit) => isNamed(visit, name))) {
    const message = `without the action of \`${decisive.section}\` it did not even come there`
    return { ...result, status: 'failed', problems: [{ message, notes: [] }, ...result.problems] }
  }
  if (result.status === 'failed') return { ...result, status: 'passed', problems: [] }
  const message = `it passes without the action of \`${decisive.section}\``
  const notes = [
    'let `after` ask for what only that action brings about, or name another section as `decisive`',
  ]
  return { ...result, status: 'failed', problems: [{ message, notes }] }
}

/** It changes nothing, or is expected to fail: there is no action without which it must not pass. */
function isHarmless({ proves, expect }: Drill): boolean {
  return proves === 'path' || expect.fails !== undefined
}

function undecided(drill: Drill, machine: RunMachine): DrillResult {
  const runbook = machine.runbooks.get(machine.start)
  if (runbook === undefined) throw new RangeError(`no runbook at \`${machine.start}\``)
  const harmless = isHarmless(drill)
  const message = 'which action is decisive? its path holds none, or several'
  const span = drill.places.get('expect.path')?.key
  const problem: Problem = {
    message,
    notes: ['name the section with `decisive: SECTION`'],
    ...(span && { span }),
  }
  return {
    drill,
    runbook,
    status: harmless ? 'passed' : 'failed',
    problems: harmless ? [] : [problem],
    path: [],
    events: [],
    whole: 0,
    runbooks: [],
  }
}
