import { walkMachine } from '../../machine/index.ts'
import type { RunMachine } from '../../machine/types.ts'
import type { Runbook, Section } from '../../model.ts'
import { lineStarts, positionAt, type Span } from '../../source.ts'
import { UserError } from '../exit.ts'

/** A section that a run can come to. */
interface Reached {
  readonly runbook: Runbook
  readonly section: Section
}

/**
 * Refuses what this engine cannot do yet, wherever the run could come to it: better now than at the gate.
 * @throws {UserError} for a block of another target and for a gate that needs a second person
 */
export function refuseUnsupported(machine: RunMachine): void {
  const reasons = unsupported(machine)
  if (reasons.length === 0) return
  throw new UserError(reasons.join('; '), {
    help: 'nothing was started; follow this runbook by hand, or start after that section with `--from SECTION`',
  })
}

/** Why a run would be refused before anything starts: each block and gate that this engine cannot do, with its place. */
export function unsupported(machine: RunMachine): string[] {
  const sections = [...machine.runbooks.values()].flatMap((runbook) => runbook.sections)
  if (!sections.some(isUnsupported)) return []
  return reachedSections(machine).flatMap(({ runbook, section }) => {
    const remote = section.blocks.filter((block) => block.options.on !== undefined)
    const gates = section.gates.filter((gate) => gate.asks === 'two-people')
    const place = ({ start }: Span): string =>
      `section \`${section.id}\` (${runbook.path}:${positionAt(lineStarts(runbook.text), start).line})`
    return [
      ...remote.map(
        ({ span, options }) =>
          `${place(span)} has a block for the target \`${options.on}\`, and commands can only run on this machine`,
      ),
      ...gates.map(
        ({ span }) => `${place(span)} needs a second person to approve, and approvals are not supported yet`,
      ),
    ]
  })
}

/** Asked of every section first: walking the machine costs time, and nearly every runbook is fine. */
function isUnsupported(section: Section): boolean {
  const { blocks, gates } = section
  return (
    blocks.some((block) => block.options.on !== undefined) || gates.some((gate) => gate.asks === 'two-people')
  )
}

function reachedSections(machine: RunMachine): Reached[] {
  const names = new Set(walkMachine(machine).reached.map(({ runbook, section }) => `${runbook}\n${section}`))
  return [...machine.runbooks.values()].flatMap((runbook) =>
    runbook.sections
      .filter((section) => names.has(`${runbook.path}\n${section.id}`))
      .map((section) => ({ runbook, section })),
  )
}
