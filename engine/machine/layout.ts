import type { Runbook, Section } from '../model.ts'
import { entryOf } from './attempts.ts'
import type { ActionParams, TransitionDefinition } from './definition.ts'
import { boundOf, transitionOn, transitionTo } from './edges.ts'
import { outlineOf } from './outline.ts'
import { stagesOf, type Stage } from './stages.ts'

/** The stages of a section with the names of their states. */
export interface Layout {
  readonly runbook: Runbook
  readonly section: Section
  readonly stages: readonly Stage[]
  readonly names: readonly string[]
  readonly entries: readonly string[]
}

export function layoutOf(runbook: Runbook, section: Section): Layout {
  const stages = stagesOf(section)
  const names = stages.map((stage) => nameOf(section, stage))
  const entries = stages.map(({ gate }, index) => entryOf(names[index] ?? '', gate))
  return { runbook, section, stages, names, entries }
}

function nameOf(section: Section, stage: Stage): string {
  if (stage.kind === 'tick') return `tick ${stage.item + 1}`
  if (stage.kind === 'tell') return `message ${stage.block + 1}`
  if (stage.kind !== 'attempt') return stage.kind
  const role = section.blocks[stage.block]?.role
  const name = `${role === 'message' ? 'post' : role} ${stage.block + 1}`
  return stage.purpose === 'check-first' ? `${name} first` : name
}

/** To the next stage, or out of the section. */
export function onwards({ runbook, section, entries }: Layout, index: number): TransitionDefinition {
  const next = entries[index + 1]
  const proceed = { type: 'proceed', params: {} } as const
  if (next !== undefined) return { target: next, actions: [proceed] }
  if (section.next?.atMost !== undefined) return { target: 'done', actions: [proceed] }
  if (section.next !== undefined)
    return transitionTo(runbook, section.next, boundOf(runbook, section, 'next'))
  return transitionOn(outlineOf(runbook).followers.get(section.id))
}

/** To `recover`, with what failed. `stage` is where a retry leads back to; none when nothing can be done again. */
export function failing(
  stage: number | undefined,
  failure: Omit<ActionParams['fail'], 'at'>,
): TransitionDefinition {
  const places = stage === undefined ? {} : { at: stage, redo: failure.redo ?? stage }
  return { target: 'recover', actions: [{ type: 'fail', params: { ...failure, ...places } }] }
}
