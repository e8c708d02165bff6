import type { Block } from '../model.ts'
import type { ActionDefinition, Pending, StateDefinition, TransitionDefinition } from './definition.ts'

/** Pause between polls and before a retry when the author wrote none, in milliseconds. */
export const DEFAULT_EVERY = 2_000

/** One block in one role of its section: where its states lead. */
export interface Attempt {
  /** Name of the state in which the command runs; its gate and its pause are named after it. */
  readonly name: string
  readonly block: Block
  readonly purpose: 'work' | 'check-first' | 'settle' | 'rollback'
  readonly gate?: number
  readonly held: TransitionDefinition
  readonly failed: TransitionDefinition
  /** Where doubt leads; without it the command is simply started again. */
  readonly doubted?: TransitionDefinition
  readonly denied?: TransitionDefinition
}

type States = Record<string, StateDefinition>

/** The state that a block is entered by: its gate when it has one. */
export function entryOf(name: string, gate: number | undefined): string {
  return gate === undefined ? name : `${name} gate`
}

/** The states of one attempt: its gate, the command, and the pause between polls or retries. */
export function attemptStates(attempt: Attempt): States {
  const { name, gate } = attempt
  const pause = pauseOf(attempt)
  return {
    ...(gate === undefined ? {} : { [`${name} gate`]: gateState(attempt, gate) }),
    [name]: runState(attempt, pause),
    ...(pause === undefined ? {} : { [`${name} wait`]: waitState(attempt) }),
  }
}

/** Adds an action in front of those of a transition. */
export function doing(action: ActionDefinition, transition: TransitionDefinition): TransitionDefinition {
  return { ...transition, actions: [action, ...(transition.actions ?? [])] }
}

/** The confirm state before something: `pass` when confirmed, `denied` when not. */
export function confirmState(
  pending: Extract<Pending, { kind: 'confirm' }>,
  pass: TransitionDefinition,
  denied: TransitionDefinition,
): StateDefinition {
  return { meta: pending, on: { confirmed: [pass], denied: [denied] } }
}

function gateState({ name, block, purpose, failed, denied }: Attempt, gate: number): StateDefinition {
  const rollback = purpose === 'rollback' ? { purpose } : {}
  const pass = { target: name, actions: [{ type: 'confirm', params: {} }] } as const
  return confirmState({ kind: 'confirm', gate, block: block.index, ...rollback }, pass, denied ?? failed)
}

function runState(attempt: Attempt, pause: TransitionDefinition | undefined): StateDefinition {
  const { name, block, purpose, gate, held, failed } = attempt
  const gated = gate !== undefined
  const again: TransitionDefinition = { target: entryOf(name, gate), reenter: true }
  return {
    meta: { kind: 'attempt', block: block.index, purpose, gated },
    ...(gated ? { exit: { type: 'spend', params: {} } } : {}),
    on: {
      attempted: [
        { ...held, guard: { type: 'held', params: {} } },
        ...(pause === undefined ? [] : [pause]),
        failed,
      ],
      doubted: [attempt.doubted ?? again],
      ...(gated ? { changed: [again] } : {}),
    },
  }
}

function waitState({ name, block, gate }: Attempt): StateDefinition {
  return { meta: { kind: 'wait', block: block.index }, on: { waited: [{ target: entryOf(name, gate) }] } }
}

/** A check before the action is tried once; commands that act are never polled, only retried as often as they say. */
function pauseOf({ name, block, purpose }: Attempt): TransitionDefinition | undefined {
  if (purpose === 'check-first') return undefined
  const { retries } = block.options
  const within = ['read', 'ask', 'verify'].includes(block.role) ? block.expectation?.within : undefined
  if (retries === undefined && within === undefined) return undefined
  const every = block.expectation?.every ?? block.options.every ?? DEFAULT_EVERY
  return {
    target: `${name} wait`,
    guard: {
      type: 'again',
      params: { ...(within === undefined ? {} : { within }), ...(retries === undefined ? {} : { retries }) },
    },
    actions: [{ type: 'postpone', params: { ...(within === undefined ? {} : { within }), every } }],
  }
}
