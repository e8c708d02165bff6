import type { Runbook } from '../model.ts'
import type { MachineDefinition, Pending, StateDefinition } from './definition.ts'
import { reference } from './definition.ts'
import { transferStates } from './edges.ts'
import { outlineOf } from './outline.ts'
import { sectionState } from './sections.ts'
import { isArmable } from './stages.ts'

const definitions = new WeakMap<Runbook, MachineDefinition>()

/**
 * The XState machine of a runbook as plain JSON: `createMachine` accepts it, Stately's tools open it, and a run
 * makes exactly its transitions. Sections are compound states; what they wait for stands in `meta`.
 */
export function machineDefinition(runbook: Runbook): MachineDefinition {
  const known = definitions.get(runbook)
  if (known !== undefined) return known
  const sections = runbook.sections.map((section) => [section.id, sectionState(runbook, section)])
  const definition: MachineDefinition = {
    id: `runbook ${runbook.frontmatter.id}`,
    description: runbook.title,
    initial: outlineOf(runbook).start ?? 'end failed',
    context: { taken: {}, now: {} },
    on: {
      stopped: [{ target: reference('end stopped'), actions: [{ type: 'end', params: { whole: true } }] }],
    },
    states: { ...Object.fromEntries(sections), ...transferStates(runbook), ...endStates(runbook) },
  }
  definitions.set(runbook, definition)
  return definition
}

/** What a leaf state waits for. */
export function pendingAt(runbook: Runbook, value: StateValue): Pending | undefined {
  const { states } = machineDefinition(runbook)
  if (typeof value === 'string') return states[value]?.meta
  const [section, state] = Object.entries(value)[0] ?? []
  return states[section ?? '']?.states?.[state ?? '']?.meta
}

/** A final state, or a section and the state inside it. */
export type StateValue = string | Readonly<Record<string, string>>

function endStates(runbook: Runbook): Record<string, StateDefinition> {
  const undoes = runbook.sections.some(({ blocks }) => blocks.some(isArmable))
  const results = ['resolved', 'escalated', 'stopped', 'failed'] as const
  const ends = undoes ? ([...results, 'undone', 'not-undone'] as const) : results
  return Object.fromEntries(ends.map((result) => [endName(result), endState(result)]))
}

function endState(result: Extract<Pending, { kind: 'end' }>['result']): StateDefinition {
  return { id: endName(result), type: 'final', meta: { kind: 'end', result } }
}

function endName(result: string): string {
  return `end ${result.replace('-', ' ')}`
}
