import type { Block, Runbook, Section } from '../model.ts'
import { attemptStates, confirmState, doing, entryOf, type Attempt } from './attempts.ts'
import type { ActionParams, StateDefinition, TransitionDefinition } from './definition.ts'
import { boundOf, transitionOn, transitionTo } from './edges.ts'
import { outlineOf } from './outline.ts'
import { recoverState, type Return } from './recovery.ts'
import { doubtStates, proofsOf, rollbackStates } from './doubt.ts'
import { acts, stagesOf, type Stage } from './stages.ts'

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

/** The stages of a section with the names of their states. */
interface Layout {
  readonly runbook: Runbook
  readonly section: Section
  readonly stages: readonly Stage[]
  readonly names: readonly string[]
  readonly entries: readonly string[]
}

function layoutOf(runbook: Runbook, section: Section): Layout {
  const stages = stagesOf(section)
  const names = stages.map((stage) => nameOf(section, stage))
  const entries = stages.map(({ gate }, index) => entryOf(names[index] ?? '', gate))
  return { runbook, section, stages, names, entries }
}

function nameOf(section: Section, stage: Stage): string {
  if (stage.kind === 'tick') return `tick ${stage.item + 1}`
  if (stage.kind !== 'attempt') return stage.kind
  const name = `${section.blocks[stage.block]?.role} ${stage.block + 1}`
  return stage.purpose === 'check-first' ? `${name} first` : name
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

function taskState(
  layout: Layout,
  stage: Exclude<Stage, { kind: 'attempt' }>,
  index: number,
): StateDefinition {
  const { section } = layout
  const on = onwards(layout, index)
  if (stage.kind === 'tick') {
    const detail = section.kind === 'checklist' ? section.items[stage.item]?.text : undefined
    const unticked = failing(index, { kind: 'unticked', ...(detail === undefined ? {} : { detail }) })
    return { meta: { kind: 'tick', item: stage.item }, on: { ticked: [on], unticked: [unticked] } }
  }
  if (stage.kind === 'instruct') {
    const failed = failing(index, { kind: 'manual' })
    return {
      meta: { kind: 'instruct' },
      on: { did: [{ ...failed, guard: { type: 'did', params: { how: 'failed' } } }, on] },
    }
  }
  return stage.kind === 'call' ? callState(layout, index) : chooseState(layout)
}

function callState(layout: Layout, index: number): StateDefinition {
  const { section } = layout
  if (section.kind !== 'call') return {}
  const { path, anchor } = section.runbook
  const returned = { ...onwards(layout, index), guard: { type: 'resolved', params: {} } } as const
  return {
    meta: { kind: 'call', path, ...(anchor === undefined ? {} : { anchor }) },
    on: { returned: [returned, failing(index, { kind: 'called' })] },
  }
}

function chooseState({ runbook, section }: Layout): StateDefinition {
  if (section.kind !== 'decision') return {}
  const bounds = section.branches.map(({ edge }, branch) => ({
    edge: boundOf(runbook, section, branch),
    atMost: edge.atMost,
  }))
  const edges = bounds.flatMap(({ edge, atMost }) => (atMost === undefined ? [] : [{ edge, atMost }]))
  const spent: TransitionDefinition = {
    ...failing(undefined, { kind: 'exhausted', detail: 'no branch is left to take' }),
    guard: { type: 'exhausted', params: { edges } },
  }
  const chosen = section.branches.map(({ edge }, branch): TransitionDefinition => ({
    ...transitionTo(runbook, edge, boundOf(runbook, section, branch)),
    guard: { type: 'takes', params: { branch } },
  }))
  return {
    meta: { kind: 'choose' },
    ...(edges.length === bounds.length ? { always: [spent] } : {}),
    ...(chosen.length > 0 ? { on: { chosen } } : {}),
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
    const answered = doing({ type: 'answer', params: {} }, { target: layout.entries[index + 1] ?? 'choose' })
    return attemptStates({ ...work, held: answered, failed: answered })
  }
  const failed = failing(index, { kind: failureKind(block), block: at, redo: lastActBefore(layout, index) })
  const denied = failing(index, { kind: 'denied', block: at })
  if (!acts(block)) return attemptStates({ ...work, held, failed })
  const proofs = proofsOf(section, at)
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

/** To the next stage, or out of the section. */
function onwards({ runbook, section, entries }: Layout, index: number): TransitionDefinition {
  const next = entries[index + 1]
  const proceed = { type: 'proceed', params: {} } as const
  if (next !== undefined) return { target: next, actions: [proceed] }
  if (section.next?.atMost !== undefined) return { target: 'done', actions: [proceed] }
  if (section.next !== undefined)
    return transitionTo(runbook, section.next, boundOf(runbook, section, 'next'))
  return transitionOn(outlineOf(runbook).followers.get(section.id))
}

function failing(stage: number | undefined, failure: Omit<ActionParams['fail'], 'at'>): TransitionDefinition {
  const places = stage === undefined ? {} : { at: stage, redo: failure.redo ?? stage }
  return { target: 'recover', actions: [{ type: 'fail', params: { ...failure, ...places } }] }
}

function failureKind(block: Block): ActionParams['fail']['kind'] {
  if (block.role === 'verify') return 'verification'
  if (block.role === 'follow') return block.expectation === undefined ? 'read' : 'verification'
  return acts(block) ? 'action' : 'read'
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
