import { boundOf, transitionTo } from './edges.ts'
import type { StateDefinition, TransitionDefinition } from './definition.ts'
import { failing, onwards, type Layout } from './layout.ts'
import type { Stage } from './stages.ts'

/** A stage that is no block: an item of a checklist, a manual step, a call, a choice. */
export function taskState(
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
  if (stage.kind === 'tell') return { meta: { kind: 'tell', block: stage.block }, on: { told: [on] } }
  if (stage.kind === 'together') return togetherState(stage, on, index)
  if (stage.kind === 'instruct') {
    const failed = failing(index, { kind: 'manual' })
    return {
      meta: { kind: 'instruct' },
      on: { did: [{ ...failed, guard: { type: 'did', params: { how: 'failed' } } }, on] },
    }
  }
  return stage.kind === 'call' ? callState(layout, index) : chooseState(layout)
}

/** Checks side by side: the state is left when the last of them has ended. */
function togetherState(
  { blocks }: Extract<Stage, { kind: 'together' }>,
  on: TransitionDefinition,
  index: number,
): StateDefinition {
  const failed = failing(index, { kind: 'read', together: true })
  const gather: TransitionDefinition = { actions: [{ type: 'gather', params: {} }] }
  return {
    meta: { kind: 'together', blocks },
    on: {
      attempted: [
        { ...on, guard: { type: 'gathered', params: { held: true } } },
        { ...failed, guard: { type: 'gathered', params: { held: false } } },
        gather,
      ],
      doubted: [gather],
    },
  }
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
