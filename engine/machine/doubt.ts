import type { Block, Section } from '../model.ts'
import { attemptStates, entryOf } from './attempts.ts'
import {
  reference,
  type GuardDefinition,
  type StateDefinition,
  type TransitionDefinition,
} from './definition.ts'
import { acts, gateOf, isArmable } from './stages.ts'

type States = Record<string, StateDefinition>

/** A command that acts and whose outcome may be unknown one day. */
export interface Doubt {
  readonly name: string
  /** Where it is started again: its gate, when it has one. */
  readonly entry: string
  readonly block: Block
  /** The verify blocks that can tell whether it took effect. */
  readonly proofs: readonly Block[]
  readonly done: TransitionDefinition
  readonly notDone: TransitionDefinition
  readonly purpose?: 'rollback'
}

/** The first group of verify blocks after a block: they prove what it did. */
export function proofsOf(section: Section, block: number): readonly Block[] {
  const after = section.blocks.slice(block + 1)
  const start = after.findIndex(({ role }) => role === 'verify')
  if (start < 0) return []
  const rest = after.slice(start)
  const end = rest.findIndex(acts)
  return rest.slice(0, end < 0 ? undefined : end).filter(({ role }) => role === 'verify')
}

/** The states after doubt: the proofs, tried one after the other, and the question to the operator. */
export function doubtStates(doubt: Doubt): States {
  const { name, proofs } = doubt
  const settle = `${name} settle`
  const attempts = proofs.map((block, index) =>
    attemptStates({
      name: `${name} proof ${index + 1}`,
      block,
      purpose: 'settle',
      held:
        index + 1 < proofs.length ? { target: `${name} proof ${index + 2}`, actions: witness } : doubt.done,
      failed: { target: settle, actions: witness },
    }),
  )
  return { ...Object.assign({}, ...attempts), [settle]: settleState(doubt) }
}

/** What undoes a section, its changes of files too: frames of their own enter it when the operator rolls back. */
export function rollbackStates(section: Section): States {
  return Object.assign({}, ...section.blocks.filter(isArmable).map((block) => rollbackState(section, block)))
}

/** The state in which a rollback begins. */
export function rollbackEntry(section: Section, block: Block): string {
  return entryOf(rollbackName(block), gateOf(section, block))
}

function rollbackName({ role, index }: Block): string {
  return `${role === 'rollback' ? 'rollback' : 'undo'} ${index + 1}`
}

const witness = [{ type: 'witness', params: {} }] as const

function rollbackState(section: Section, block: Block): States {
  const gate = gateOf(section, block)
  const name = rollbackName(block)
  const done: TransitionDefinition = { target: reference('end undone') }
  const notDone = (kind: 'rollback' | 'denied'): TransitionDefinition => ({
    target: reference('end not undone'),
    actions: [
      { type: 'fail', params: { kind, block: block.index, detail: `rollback of \`${section.id}\`` } },
    ],
  })
  const doubted: TransitionDefinition = { target: `${name} settle`, actions: [{ type: 'doubt', params: {} }] }
  const attempt = { name, block, purpose: 'rollback' as const, ...(gate === undefined ? {} : { gate }) }
  const doubt = {
    name,
    entry: rollbackEntry(section, block),
    block,
    proofs: [],
    done,
    notDone: notDone('rollback'),
    purpose: 'rollback' as const,
  }
  return {
    ...attemptStates({
      ...attempt,
      held: done,
      failed: notDone('rollback'),
      denied: notDone('denied'),
      doubted,
    }),
    ...doubtStates(doubt),
  }
}

function settleState({ name, entry, block, proofs, done, notDone, purpose }: Doubt): StateDefinition {
  const provable = proofs.length > 0
  const verify: TransitionDefinition = { target: `${name} proof 1`, guard: chose('verify') }
  const retry: TransitionDefinition = {
    target: entry,
    guard: chose('retry'),
    actions: [{ type: 'proceed', params: {} }],
  }
  const stop: TransitionDefinition = {
    target: reference('end stopped'),
    guard: chose('stop'),
    actions: [{ type: 'end', params: { whole: true } }],
  }
  return {
    meta: {
      kind: 'settle',
      block: block.index,
      provable,
      ...(purpose === undefined ? {} : { purpose }),
    },
    on: {
      settled: [
        ...(provable ? [verify] : []),
        { ...done, guard: chose('done') },
        { ...notDone, guard: chose('not-done') },
        retry,
        stop,
      ],
    },
  }
}

function chose(choice: string): GuardDefinition {
  return { type: 'chose', params: { choice } }
}
