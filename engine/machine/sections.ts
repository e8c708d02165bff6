import type { Block, Runbook, Section } from '../model.ts'
import { attemptStates, confirmState, doing, type Attempt } from './attempts.ts'
import type { ActionParams, StateDefinition, TransitionDefinition } from './definition.ts'
import { doubtStates, proofsOf, rollbackStates } from './doubt.ts'
import { boundOf, transitionTo } from './edges.ts'
import { failing, layoutOf, onwards, type Layout } from './layout.ts'
import { recoverState, type Return } from './recovery.ts'
import { acts, posts } from './stages.ts'
import { taskState } from './tasks.ts'

type States = Record<string, StateDefinition>

/** One section as a compound state: its stages in order, and what to do when one of them fails. */
export function sectionState(runbook: Runbook, section: Section): StateDefinition {
  const layout = layoutOf(runbook, section)
  const stages: States = Object.assign({}, ...layout.stages.map((_, index) => stageStates(layout, index)))
  const states = { ...stages, ...doneState(layout), ...rollbackStates(section) }
  const recover = reaches(states, 'recover')
    ? { recover: recoverState(runbook, section, returnsOf(layout)) }
    : {}
  return {
    id: section.id,
    description: section.title,
    initial: layout.entries[0] ?? 'recover',
    entry: { type: 'enter', params: {} },
    states: { ...states, ...recover },
  }
}

function stageStates(layout: Layout, index: number): States {
  const stage = layout.stages[index]
  if (stage === undefined) return {}
  if (stage.kind === 'attempt') return blockStates(layout, index, stage.block, stage.purpose)
  const name = layout.names[index] ?? ''
  const state = { [name]: taskState(layout, stage, index) }
  if (stage.gate === undefined) return state
  const denied = failing(index, { kind: 'denied' })
  return {
    [`${name} gate`]: confirmState({ kind: 'confirm', gate: stage.gate }, { target: name }, denied),
    ...state,
  }
}

/** With a bounded **Next** a section passes through `done`, which fails when the bound is used up. */
function doneState({ runbook, section }: Layout): States {
  const atMost = section.kind === 'decision' ? undefined : section.next?.atMost
  if (section.next === undefined || atMost === undefined) return {}
  const edge = boundOf(runbook, section, 'next')
  const going = {
    ...transitionTo(runbook, section.next, edge),
    guard: { type: 'unused', params: { edge, atMost } },
  } as const
  return {
    done: { always: [going, failing(undefined, { kind: 'exhausted', detail: `at most ${atMost} times` })] },
  }
}

function blockStates(layout: Layout, index: number, at: number, purpose: 'work' | 'check-first'): States {
  const { section, names, stages } = layout
  const block = section.blocks[at]
  const name = names[index]
  if (block === undefined || name === undefined) return {}
  if (purpose === 'check-first') return attemptStates(checkFirst(layout, index, name, block))
  const held = onwards(layout, index)
  const work = {
    name,
    block,
    purpose,
    ...(stages[index]?.gate === undefined ? {} : { gate: stages[index].gate }),
  }
  if (block.role === 'ask') {
    const answered = doing({ type: 'answer', params: {} }, held)
    return attemptStates({ ...work, held: answered, failed: answered })
  }
  const failed = failing(index, { kind: failureKind(block), block: at, redo: lastActBefore(layout, index) })
  const denied = posts(block) ? held : failing(index, { kind: 'denied', block: at })
  if (!acts(block) && !posts(block)) return attemptStates({ ...work, held, failed })
  const proofs = posts(block) ? [] : proofsOf(section, at)
  const doubt = { name, entry: layout.entries[index] ?? name, block, proofs, done: held, notDone: failed }
  const doubted: TransitionDefinition = {
    target: proofs.length > 0 ? `${name} proof 1` : `${name} settle`,
    actions: [{ type: 'doubt', params: {} }],
  }
  return { ...attemptStates({ ...work, held, failed, denied, doubted }), ...doubtStates(doubt) }
}

/** When every check that is tried first holds, the section is done; when one does not, its work begins. */
function checkFirst(layout: Layout, index: number, name: string, block: Block): Attempt {
  const work = layout.stages.findIndex(
    (stage, at) => at > index && stage.kind === 'attempt' && stage.purpose === 'work',
  )
  const last = layout.stages[index + 1]
  const more = last?.kind === 'attempt' && last.purpose === 'check-first'
  const failed: TransitionDefinition = {
    target: layout.entries[work] ?? 'done',
    actions: [{ type: 'proceed', params: {} }],
  }
  const held = more ? onwards(layout, index) : onwards(layout, layout.stages.length - 1)
  return { name, block, purpose: 'check-first', held, failed }
}

function failureKind(block: Block): ActionParams['fail']['kind'] {
  if (block.role === 'verify') return 'verification'
  if (block.role === 'follow') return block.expectation === undefined ? 'read' : 'verification'
  return acts(block) || posts(block) ? 'action' : 'read'
}

/** With new inputs, what was done with the old ones is done again: from the last acting block on. */
function lastActBefore({ section, stages }: Layout, index: number): number {
  for (let at = index; at >= 0; at--) {
    const stage = stages[at]
    const block = stage?.kind === 'attempt' ? section.blocks[stage.block] : undefined
    if (block !== undefined && acts(block)) return at
  }
  return index
}

function returnsOf(layout: Layout): Return[] {
  return layout.entries.map((entry, index) => ({
    entry,
    skip: onwards(layout, index),
    skippable: layout.stages[index]?.kind !== 'choose',
  }))
}

function reaches(states: States, target: string): boolean {
  return Object.values(states).some(({ always = [], on = {} }) =>
    [always, ...Object.values(on)].flat().some((transition) => transition.target === target),
  )
}
