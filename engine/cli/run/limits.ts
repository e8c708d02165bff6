import { walkMachine } from '../../machine/index.ts'
import type { RunMachine } from '../../machine/types.ts'
import type { Runbook, Section } from '../../model.ts'
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
  const sections = [...machine.runbooks.values()].flatMap((runbook) => runbook.sections)
  if (!sections.some(isUnsupported)) return
  for (const { runbook, section } of reachedSections(machine)) {
    const remote = section.blocks.find((block) => block.options.on !== undefined)
    if (remote !== undefined) {
      throw refusal(
        runbook,
        section,
        `has a block for the target \`${remote.options.on}\`, and commands can only run on this machine`,
      )
    }
    if (section.gates.some((gate) => gate.asks === 'two-people')) {
      throw refusal(runbook, section, 'needs a second person to approve, and approvals are not supported yet')
    }
  }
}

/** Asked of every section first: walking the machine costs time, and nearly every runbook is fine. */
function isUnsupported({ blocks, gates }: Section): boolean {
  return (
    blocks.some((block) => block.options.on !== undefined) || gates.some((gate) => gate.asks === 'two-people')
  )
}

function refusal(runbook: Runbook, section: Section, why: string): UserError {
  return new UserError(`section \`${section.id}\` of \`${runbook.path}\` ${why}`, {
    help: 'nothing was started; follow this runbook by hand, or start after that section with `--from SECTION`',
  })
}

function reachedSections(machine: RunMachine): Reached[] {
  const names = new Set(walkMachine(machine).reached.map(({ runbook, section }) => `${runbook}\n${section}`))
  return [...machine.runbooks.values()].flatMap((runbook) =>
    runbook.sections
      .filter((section) => names.has(`${runbook.path}\n${section.id}`))
      .map((section) => ({ runbook, section })),
  )
}
