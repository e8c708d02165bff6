import type { Block, Gate, Section } from '../model.ts'
import type { Place, RunEvent, RunMachine } from './types.ts'

/** A command, or what a person does, that began without the confirmation that its alert asks for. */
export interface Ungated {
  /** Index of the fact among those audited. */
  readonly index: number
  readonly message: string
}

/**
 * Checks the facts of a run, by a reading of its own and not by replay, for the one promise that counts most: whatever
 * stands below an asking alert began only after a confirmation for the same place that nothing else had used.
 * @param machine the machine of the run, for the runbooks
 * @param events every fact of the run, oldest first
 * @returns a finding for each breach; none when the promise was kept
 */
export function auditEvents(machine: RunMachine, events: readonly RunEvent[]): Ungated[] {
  const confirmed = new Set<string>()
  return events.flatMap((event, index) => {
    if (event.type === 'confirmed' && !meetsConditions(machine, event))
      return [
        {
          index,
          message: `the gate of \`${event.section}\` was passed without what its **Only if** asks for`,
        },
      ]
    if (event.type === 'confirmed') confirmed.add(keyOf(event))
    if (event.type === 'denied') confirmed.delete(keyOf(event))
    if (!beginsSomething(event) || !isBelowAlert(machine, event)) return []
    if (confirmed.delete(keyOf(event))) return []
    return [
      {
        index,
        message: `\`${event.type}\` at \`${event.section}\` was not preceded by a confirmation of its own`,
      },
    ]
  })
}

type Beginning = Extract<
  RunEvent,
  { type: 'attempted' | 'doubted' | 'changed' | 'did' | 'ticked' | 'unticked' }
>

function beginsSomething(event: RunEvent): event is Beginning {
  return ['attempted', 'doubted', 'changed', 'did', 'ticked', 'unticked'].includes(event.type)
}

/** The confirmation of a change of a file does not cover its undoing, nor the other way round. */
function keyOf(event: Place & { readonly block?: number; readonly purpose?: string }): string {
  const { frame, runbook, section, block = null, purpose = null } = event
  return JSON.stringify([frame, runbook, section, block, purpose])
}

function isBelowAlert(machine: RunMachine, event: Beginning): boolean {
  const section = machine.runbooks.get(event.runbook)?.sections.find(({ id }) => id === event.section)
  if (section === undefined) return false
  if ('block' in event) return blockIsGated(section, section.blocks[event.block])
  if ('item' in event)
    return event.item === 0 && section.kind === 'checklist' && hasAlertAbove(section, itemStart(section))
  return section.kind === 'manual' && hasAlertAbove(section, section.instruction.span.start)
}

function blockIsGated(section: Section, block: Block | undefined): boolean {
  if (block === undefined || block.gate === undefined) return false
  if (block.role === 'message') return section.gates[block.gate]?.asks === 'post'
  if (!/^(action|write|edit|rollback)$/.test(block.role)) return false
  return section.gates.slice(0, block.gate + 1).some(asks)
}

function hasAlertAbove(section: Section, offset: number): boolean {
  return section.gates.some((gate) => asks(gate) && gate.span.start < offset)
}

/** A check that held for each condition of the gate, in their order. */
function meetsConditions(machine: RunMachine, event: Extract<RunEvent, { type: 'confirmed' }>): boolean {
  const section = machine.runbooks.get(event.runbook)?.sections.find(({ id }) => id === event.section)
  const asked = section?.gates[event.gate]?.onlyIf ?? []
  const { checks = [] } = event
  return (
    checks.length === asked.length &&
    asked.every(({ text }, at) => checks[at]?.held === true && checks[at].expected === text)
  )
}

function itemStart(section: Extract<Section, { kind: 'checklist' }>): number {
  return section.items[0]?.span.start ?? 0
}

function asks(gate: Gate): boolean {
  return gate.asks !== 'nothing' && gate.asks !== 'post'
}
