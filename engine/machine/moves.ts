import type { Runbook } from '../model.ts'
import { machineDefinition, type StateValue } from './define.ts'
import type { MachineDefinition, StateDefinition, TransitionDefinition } from './definition.ts'
import { rollbackEntry } from './doubt.ts'
import { outlineOf, sectionAt } from './outline.ts'
import { isArmable } from './stages.ts'
import type { RunMachine } from './types.ts'

/** A leaf state of a runbook's machine; its definition is its identity. */
export interface Spot {
  readonly runbook: Runbook
  readonly value: StateValue
  readonly definition: StateDefinition
}

/** One way out of a spot. */
export interface Move {
  readonly runbook: Runbook
  readonly value: StateValue
  /** `bound`: a used-up bound ends a loop; `away`: the operator gives up, or another frame begins beside this one. */
  readonly progress: 'on' | 'bound' | 'away'
}

export function startOf(machine: RunMachine): Spot {
  const runbook = machine.runbooks.get(machine.start)
  if (runbook === undefined) throw new RangeError(`no runbook at \`${machine.start}\``)
  return spotAtAnchor(runbook, machine.from)
}

/** Where a run stands that enters a runbook, at its start or at an anchor. */
export function spotAtAnchor(runbook: Runbook, anchor?: string): Spot {
  return spotAt(runbook, entryOf(runbook, anchor))
}

export function spotAt(runbook: Runbook, value: StateValue): Spot {
  const { states } = machineDefinition(runbook)
  const [section, state] = typeof value === 'string' ? [value] : (Object.entries(value)[0] ?? [''])
  const outer = states[section]
  const definition = state === undefined ? outer : outer?.states?.[state]
  if (definition === undefined) throw new Error(`no state ${JSON.stringify(value)} in ${runbook.path}`)
  return { runbook, value, definition }
}

/** Everywhere a run may go from a spot, whatever its counts and clocks say. */
export function movesFrom(machine: RunMachine, spot: Spot): Move[] {
  const { runbook, value, definition } = spot
  if (definition.type === 'final') return transfer(machine, definition)
  const root = machineDefinition(runbook)
  const transitions = [...(definition.always ?? []), ...Object.values(definition.on ?? {}).flat()]
  const stopping = Object.values(root.on).flat()
  return [
    ...transitions.map((move): Move => ({
      runbook,
      value: targetOf(root, value, move),
      progress: progressOf(move),
    })),
    ...stopping.map((move): Move => ({ runbook, value: targetOf(root, value, move), progress: 'away' })),
    ...call(machine, definition),
    ...rollbacks(spot),
  ]
}

/** The value that a runbook is entered with; an anchor to nowhere fails at once. */
function entryOf(runbook: Runbook, anchor?: string): StateValue {
  const section = anchor === undefined ? outlineOf(runbook).start : sectionAt(runbook, anchor)
  return section === undefined ? 'end failed' : entering(machineDefinition(runbook), section)
}

function entering({ states }: MachineDefinition, name: string): StateValue {
  const initial = states[name]?.initial
  return initial === undefined ? name : { [name]: initial }
}

function targetOf(root: MachineDefinition, value: StateValue, { target }: TransitionDefinition): StateValue {
  if (target === undefined) return value
  if (target.startsWith('#')) return entering(root, target.slice(1).replaceAll(/\\(.)/g, '$1'))
  return { [typeof value === 'string' ? value : (Object.keys(value)[0] ?? '')]: target }
}

function progressOf({ guard, actions = [] }: TransitionDefinition): Move['progress'] {
  if (guard?.type === 'chose' && ['escalate', 'stop', 'fail'].includes(guard.params.choice)) return 'away'
  const exhausts = actions.some((action) => action.type === 'fail' && action.params.kind === 'exhausted')
  const bounded = guard?.type !== 'exhausted' || guard.params.edges.length > 0
  return exhausts && bounded ? 'bound' : 'on'
}

function transfer(machine: RunMachine, { meta }: StateDefinition): Move[] {
  if (meta?.kind !== 'transfer') return []
  const runbook = machine.runbooks.get(meta.path)
  return runbook === undefined ? [] : [{ runbook, value: entryOf(runbook, meta.anchor), progress: 'on' }]
}

function call(machine: RunMachine, { meta }: StateDefinition): Move[] {
  if (meta?.kind !== 'call') return []
  const runbook = machine.runbooks.get(meta.path)
  return runbook === undefined ? [] : [{ runbook, value: entryOf(runbook, meta.anchor), progress: 'away' }]
}

/** Where a section acts, its rollbacks are armed: from then on they may run. */
function rollbacks({ runbook, value, definition }: Spot): Move[] {
  const kind = definition.meta?.kind
  if (typeof value === 'string' || (kind !== 'attempt' && kind !== 'instruct' && kind !== 'call')) return []
  const section = outlineOf(runbook).sections.get(Object.keys(value)[0] ?? '')
  const blocks = (section?.blocks ?? []).filter(isArmable)
  if (section === undefined) return []
  return blocks.map((block) => ({
    runbook,
    value: { [section.id]: rollbackEntry(section, block) },
    progress: 'away',
  }))
}
