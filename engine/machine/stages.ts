import type { Block, Gate, Section } from '../model.ts'

/** One thing that a section does; a section does its stages in order. */
export type Stage = { readonly gate?: number } & (
  | { readonly kind: 'attempt'; readonly block: number; readonly purpose: 'work' | 'check-first' }
  | { readonly kind: 'together'; readonly blocks: readonly number[] }
  | { readonly kind: 'tell'; readonly block: number }
  | { readonly kind: 'choose' }
  | { readonly kind: 'tick'; readonly item: number }
  | { readonly kind: 'instruct' }
  | { readonly kind: 'call' }
)

/** Whether a block changes something by running: such blocks pass their gate, and doubt about them is settled by a person. */
export function acts(block: Block): boolean {
  return ['action', 'write', 'edit', 'rollback'].includes(block.role)
}

/** Whether a block runs, or is itself undone, when the operator rolls back: a changed file is put back from its backup. */
export function isArmable({ role }: Block): boolean {
  return role === 'rollback' || role === 'write' || role === 'edit'
}

/** Whether a block is a message that is posted: like an action it is started at most once, and doubt about it is settled by a person. */
export function posts({ role, options }: Block): boolean {
  return role === 'message' && options.post !== undefined
}

/**
 * Index of the gate before a block: the nearest alert above it that asks for something, or its own when it is posted; none
 * for blocks that do not act.
 */
export function gateOf(section: Section, block: Block): number | undefined {
  if (posts(block)) return block.gate
  return acts(block) && block.gate !== undefined ? askingGate(section.gates, block.gate) : undefined
}

/** Index of the gate before a manual step, a call or a checklist: the nearest asking alert above what the operator does. */
export function sectionGate(section: Section): number | undefined {
  const start = startOfTask(section)
  if (start === undefined) return undefined
  const above = section.gates.filter((gate) => gate.span.start < start).length
  return askingGate(section.gates, above - 1)
}

/** What a section does, in order: checks before the first action, then its blocks, then what its kind asks for. */
export function stagesOf(section: Section): readonly Stage[] {
  const stages = [...tasksBefore(section), ...blockStages(section), ...tasksAfter(section)]
  return stages.length > 0 ? stages : [{ kind: 'instruct' }]
}

function tasksBefore(section: Section): Stage[] {
  const gate = sectionGate(section)
  const gated = gate === undefined ? {} : { gate }
  if (section.kind === 'manual') return [{ kind: 'instruct', ...gated }]
  if (section.kind === 'call') return [{ kind: 'call', ...gated }]
  if (section.kind !== 'checklist') return []
  return section.items.map((_, item) => ({ kind: 'tick', item, ...(item === 0 ? gated : {}) }))
}

function tasksAfter(section: Section): Stage[] {
  return section.kind === 'decision' ? [{ kind: 'choose' }] : []
}

function blockStages(section: Section): Stage[] {
  const running = section.blocks.filter((block) => block.role !== 'rollback')
  if (section.sideBySide) return sideBySide(section, running)
  const work = running.flatMap((block) => workStages(section, block))
  const firstAct = work.findIndex((stage) => stage.kind === 'attempt' && isAct(section, stage.block))
  if (firstAct < 0) return work
  const checks = running
    .filter((block) => block.role === 'verify' && block.options.first === true)
    .map((block): Stage => ({ kind: 'attempt', block: block.index, purpose: 'check-first' }))
  return [...work.slice(0, firstAct), ...checks, ...work.slice(firstAct)]
}

function workStages(section: Section, block: Block): Stage[] {
  const gate = gateOf(section, block)
  const gated = gate === undefined ? {} : { gate }
  const attempt: Stage = { kind: 'attempt', block: block.index, purpose: 'work', ...gated }
  if (block.role !== 'message') return [attempt]
  return [{ kind: 'tell', block: block.index }, ...(posts(block) ? [attempt] : [])]
}

function isAct(section: Section, index: number): boolean {
  const block = section.blocks[index]
  return block !== undefined && acts(block)
}

/** Every check at once, and then what comes after them. */
function sideBySide(section: Section, running: readonly Block[]): Stage[] {
  const reads = running.filter(({ role }) => role === 'read').map(({ index }) => index)
  const rest = running.filter(({ role }) => role !== 'read')
  return [{ kind: 'together', blocks: reads }, ...rest.flatMap((block) => workStages(section, block))]
}

function askingGate(gates: readonly Gate[], from: number): number | undefined {
  for (let index = from; index >= 0; index--) {
    const asks = gates[index]?.asks
    if (asks !== 'nothing' && asks !== 'post') return index
  }
  return undefined
}

function startOfTask(section: Section): number | undefined {
  if (section.kind === 'manual') return section.instruction.span.start
  if (section.kind === 'call') return section.runbook.span.start
  if (section.kind === 'checklist') return section.items[0]?.span.start
  return undefined
}
