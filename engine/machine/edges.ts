import type { Edge, Runbook, RunbookTarget, Section } from '../model.ts'
import { edgesOf, sectionAt } from './outline.ts'
import {
  reference,
  type ActionDefinition,
  type StateDefinition,
  type TransitionDefinition,
} from './definition.ts'

/** Name of the bound of an edge: the runbook and the section that it leaves, and which of its edges it is. */
export function boundOf(runbook: Runbook, section: Section, which: number | 'next' | 'fail'): string {
  return `${runbook.path}#${section.id}:${which}`
}

/** Where an edge leads. A link to nowhere ends the run as failed: validation has said so before. */
export function transitionTo(runbook: Runbook, edge: Edge, bound: string): TransitionDefinition {
  const taking: ActionDefinition[] =
    edge.atMost === undefined ? [] : [{ type: 'take', params: { edge: bound } }]
  const { target } = edge
  if (target.kind === 'runbook') return { target: reference(transferName(target)), actions: taking }
  if (target.kind === 'unknown')
    return ending('failed', { reason: `no section is called ${target.text}` }, taking)
  if (target.kind === 'section') return entering(runbook, target.id, taking)
  if (target.outcome === 'resolved') return ending('resolved', {}, taking)
  if (target.outcome === 'stop') return ending('stopped', {}, taking)
  const to = target.to ?? runbook.frontmatter.escalate[0]?.to
  return ending('escalated', to === undefined ? {} : { to }, taking)
}

/** Where a section leads when it is done and says nothing: the next section of its path, else `resolved`. */
export function transitionOn(follower: string | undefined): TransitionDefinition {
  return follower === undefined ? ending('resolved', {}, []) : { target: reference(follower) }
}

/** Final states for the runbooks that take over. */
export function transferStates(runbook: Runbook): Record<string, StateDefinition> {
  const targets = runbook.sections.flatMap(edgesOf).map(({ edge }) => edge.target)
  const states: Record<string, StateDefinition> = {}
  for (const target of targets) {
    if (target.kind !== 'runbook') continue
    const { path, anchor } = target
    const id = transferName(target)
    states[id] = {
      id,
      type: 'final',
      meta: { kind: 'transfer', path, ...(anchor === undefined ? {} : { anchor }) },
    }
  }
  return states
}

function entering(runbook: Runbook, id: string, actions: readonly ActionDefinition[]): TransitionDefinition {
  const section = sectionAt(runbook, id)
  if (section === undefined) return ending('failed', { reason: `nothing is to be done at ${id}` }, actions)
  return { target: reference(section), actions }
}

function ending(
  result: 'resolved' | 'escalated' | 'stopped' | 'failed',
  params: { readonly to?: string; readonly reason?: string },
  actions: readonly ActionDefinition[],
): TransitionDefinition {
  return { target: reference(`end ${result}`), actions: [...actions, { type: 'end', params }] }
}

function transferName({ path, anchor }: RunbookTarget): string {
  return `go to ${path}${anchor === undefined ? '' : `#${anchor}`}`
}
