import type { Runbook, Section } from '../model.ts'
import {
  reference,
  type GuardDefinition,
  type StateDefinition,
  type TransitionDefinition,
} from './definition.ts'
import { boundOf, transitionTo } from './edges.ts'

/** How a failed stage is gone back to, and passed over. */
export interface Return {
  readonly entry: string
  readonly skip: TransitionDefinition
  readonly skippable: boolean
}

/** Something failed: every way to go on from here. Rollbacks run in frames of their own and come back here. */
export function recoverState(
  runbook: Runbook,
  section: Section,
  returns: readonly Return[],
): StateDefinition {
  return {
    meta: { kind: 'recover' },
    on: {
      recovered: [
        ...following(runbook, section),
        ...returns.flatMap(returning),
        {
          guard: { type: 'dropsRollback', params: {} },
          actions: [{ type: 'rollBack', params: { drop: true } }],
        },
        { guard: chose('roll-back'), actions: [{ type: 'rollBack', params: {} }] },
        ending('escalated', 'escalate', true),
        ending('stopped', 'stop', true),
        ending('failed', 'fail', false),
      ],
      'rolled-back': [...afterUndoing(runbook, section), { actions: [{ type: 'rolledBack', params: {} }] }],
      'rollback-failed': [{ actions: [{ type: 'rollbackFailed', params: {} }] }],
    },
  }
}

function following(runbook: Runbook, section: Section): TransitionDefinition[] {
  if (section.ifItFails === undefined) return []
  if (section.ifItFails.undo)
    return [{ guard: chose('follow'), actions: [{ type: 'rollBack', params: { own: true } }] }]
  return [
    {
      ...transitionTo(runbook, section.ifItFails, boundOf(runbook, section, 'fail')),
      guard: chose('follow'),
    },
  ]
}

/** **If it fails** undo, then → …: taken when nothing that the section did is left to undo. */
function afterUndoing(runbook: Runbook, section: Section): TransitionDefinition[] {
  if (!section.ifItFails?.undo) return []
  const edge = transitionTo(runbook, section.ifItFails, boundOf(runbook, section, 'fail'))
  return [{ ...edge, guard: { type: 'follows', params: {} } }]
}

function returning({ entry, skip, skippable }: Return, stage: number): TransitionDefinition[] {
  const again: TransitionDefinition = {
    target: entry,
    guard: { type: 'returnsTo', params: { stage } },
    actions: [{ type: 'proceed', params: {} }],
  }
  return skippable ? [again, { ...skip, guard: { type: 'skips', params: { stage } } }] : [again]
}

/** `whole`: the operator ends the run, and not only the called runbook in which it stands. */
function ending(result: string, choice: string, whole: boolean): TransitionDefinition {
  const params = whole ? { whole: true as const } : {}
  return { target: reference(`end ${result}`), guard: chose(choice), actions: [{ type: 'end', params }] }
}

function chose(choice: string): GuardDefinition {
  return { type: 'chose', params: { choice } }
}
