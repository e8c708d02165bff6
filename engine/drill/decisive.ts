import { acts } from '../machine/index.ts'
import type { RunEvent, RunMachine } from '../machine/types.ts'
import type { Block, Runbook, Section } from '../model.ts'
import type { Drill } from '../parse/drill.ts'
import { hurried } from './hurry.ts'
import { isNamed, type Named, sectionsNamed } from './expected.ts'
import type { Visit } from './types.ts'

/** Milliseconds that a mutant may poll: it cannot succeed, and waiting for that proves nothing more. */
const impatient = 1500

/** The sections in which a run changed something, in order. */
export function acted(events: readonly RunEvent[], runbooks: ReadonlyMap<string, Runbook>): Visit[] {
  return events.flatMap((event) => {
    if (event.type !== 'attempted') return []
    const { runbook, section, block } = event
    const found = runbooks.get(runbook)?.sections.find(({ id }) => id === section)?.blocks[block]
    return found !== undefined && acts(found) ? [{ runbook, section }] : []
  })
}

/**
 * The section without whose action a drill must fail: the one that it names, else the only one of its path that acts.
 * Nothing when the drill does not say and its path does not tell.
 */
export function decisiveOf(drill: Drill, machine: RunMachine): Visit | undefined {
  const named = (name: string) => sectionsNamed(name, machine)[0]
  if (drill.decisive !== undefined) return visitOf(named(drill.decisive))
  const acting = drill.expect.path.map(named).filter((found) => found?.section.blocks.some(acts))
  return acting.length === 1 ? visitOf(acting[0]) : undefined
}

function visitOf(found: Named | undefined): Visit | undefined {
  return found && { runbook: found.runbook.path, section: found.section.id }
}

/**
 * The same runbooks with a decisive action taken away: what acts in its section does nothing, and what would notice there
 * sees nothing wrong. What comes later polls but a moment. A drill that still passes proves nothing.
 */
export function withoutAction(machine: RunMachine, decisive: Visit, path: readonly string[]): RunMachine {
  const before = path.findIndex((name) => isNamed(decisive, name))
  const earlier = path.slice(0, Math.max(0, before))
  const runbooks = [...machine.runbooks.values()].map((runbook): Runbook => {
    const sections = runbook.sections.map((section) => {
      const visit = { runbook: runbook.path, section: section.id }
      if (isNamed(decisive, `${visit.runbook}#${visit.section}`)) return idle(section)
      return earlier.some((name) => isNamed(visit, name)) ? section : hurried(section, impatient)
    })
    return { ...runbook, sections }
  })
  return { ...machine, runbooks: new Map(runbooks.map((runbook) => [runbook.path, runbook])) }
}

function idle(section: Section): Section {
  const silenced = (block: Block) => block.role !== 'rollback' && (acts(block) || block.role === 'verify')
  return { ...section, blocks: section.blocks.map((block) => (silenced(block) ? nothing(block) : block)) }
}

function nothing({ expectation: _expectation, ...block }: Block): Block {
  const { file: _file, first: _first, ...options } = block.options
  const role = block.role === 'verify' ? 'verify' : 'action'
  return {
    ...block,
    role,
    language: 'bash',
    script: 'true',
    lineOffsets: block.lineOffsets.slice(0, 1),
    options,
  }
}
