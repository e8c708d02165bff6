import type { Runbook, Section } from '../model.ts'
import type { Known, Plan, PlannedBlock, PlannedBranch, PlannedSection, Prospect } from '../plan.ts'
import { foresee } from './foresight.ts'
import { outlineOf } from './outline.ts'
import { acts, gateOf, sectionGate } from './stages.ts'
import type { RunMachine } from './types.ts'

/**
 * What a run would do, without doing any of it. Certain is what follows from the runbook and from what is known,
 * given that commands succeed; after the first decision or check whose answer is not known, all that depends on it is
 * unknown until that block has run.
 */
export function planRun(machine: RunMachine, known: Known): Plan {
  const prospects = foresee(machine, known)
  const runbooks = [...prospects].flatMap(([path, sections]) => {
    const runbook = machine.runbooks.get(path)
    if (runbook === undefined) return []
    const planned = runbook.sections.flatMap((section) => {
      const prospect = sections.get(section.id)
      return prospect === undefined ? [] : [planSection(runbook, section, prospect, known)]
    })
    return [{ path, sections: planned }]
  })
  return { runbooks }
}

function planSection(runbook: Runbook, section: Section, prospect: Prospect, known: Known): PlannedSection {
  const gate = sectionGate(section)
  return {
    section,
    path: pathOf(runbook, section),
    prospect,
    ...(gate === undefined ? {} : { gate }),
    blocks: section.blocks.map((_, block) => planBlock(runbook, section, block, prospect, known)),
    branches: planBranches(runbook, section, known),
  }
}

function pathOf(runbook: Runbook, section: Section): number {
  const outline = outlineOf(runbook)
  const parent = section.kind === 'decision' ? outline.sections.get(section.parent ?? '') : undefined
  return outline.pathOf.get(section.id) ?? (parent === undefined ? -1 : pathOf(runbook, parent))
}

function planBlock(
  runbook: Runbook,
  section: Section,
  index: number,
  around: Prospect,
  known: Known,
): PlannedBlock {
  const block = section.blocks[index]
  const gate = block && gateOf(section, block)
  return {
    block: index,
    prospect: blockProspect(runbook, section, index, around, known),
    ...(gate === undefined ? {} : { gate }),
  }
}

function blockProspect(
  runbook: Runbook,
  section: Section,
  index: number,
  around: Prospect,
  known: Known,
): Prospect {
  const { blocks } = section
  if (blocks[index]?.role === 'rollback')
    return { kind: 'would-not-run', because: 'rollbacks run only when the operator rolls back' }
  if (around.kind !== 'would-run') return around
  const held = (block: number) => known.held?.(runbook.path, section.id, block)
  const failed = blocks.findIndex(({ role }, at) => at < index && role !== 'ask' && held(at) === false)
  if (failed >= 0)
    return { kind: 'would-not-run', because: `block ${failed + 1} of \`${section.id}\` has failed` }
  return afterChecks(runbook, section, index, held)
}

/** A check that is tried first decides whether the first action, and all after it, is needed. */
function afterChecks(
  runbook: Runbook,
  section: Section,
  index: number,
  held: (block: number) => boolean | undefined,
): Prospect {
  const { blocks } = section
  const firstAct = blocks.findIndex((block) => block.role !== 'rollback' && acts(block))
  const checks = blocks.filter(({ role, options }) => role === 'verify' && options.first === true)
  const isCheck = checks.some((check) => check.index === index)
  if (firstAct < 0 || index < firstAct || isCheck || checks.length === 0) return { kind: 'would-run' }
  if (checks.some((check) => held(check.index) === false)) return { kind: 'would-run' }
  const open = checks.find((check) => held(check.index) === undefined)
  if (open === undefined)
    return { kind: 'would-not-run', because: `what \`${section.id}\` would do is done already` }
  return { kind: 'unknown', until: { runbook: runbook.path, section: section.id, block: open.index } }
}

function planBranches(runbook: Runbook, section: Section, known: Known): PlannedBranch[] {
  if (section.kind !== 'decision') return []
  const possible = known.possible(runbook.path, section)
  return section.branches.map((_, branch) => {
    if (possible === undefined) return { branch, state: section.branches.length === 1 ? 'taken' : 'open' }
    if (!possible.includes(branch)) return { branch, state: 'ruled-out' }
    return { branch, state: possible.length === 1 ? 'taken' : 'open' }
  })
}
