import { assign, createMachine, transition, type AnyStateMachine } from 'xstate'
import type { Runbook } from '../model.ts'
import { actions } from './actions.ts'
import type { Context, Signal } from './context.ts'
import { machineDefinition, type StateValue } from './define.ts'
import { guards } from './guards.ts'
import { outlineOf } from './outline.ts'
import type { RunMachine } from './types.ts'

/**
 * Compiles the machine of a run: the runbook that is started, and every one that can be reached from it.
 * Each runbook's own machine is made when it is first entered, and once.
 * @param runbooks runbooks without errors, by `Runbook.path`
 * @param start path of the runbook to start with
 * @param from id of the section to start at, instead of the first one
 * @throws RangeError when `start` or `from` is not there
 */
export function compileMachine(
  runbooks: ReadonlyMap<string, Runbook>,
  start: string,
  from?: string,
): RunMachine {
  const runbook = runbooks.get(start)
  if (runbook === undefined) throw new RangeError(`no runbook at \`${start}\``)
  if (from === undefined) return { start, runbooks }
  if (!outlineOf(runbook).sections.has(from)) throw new RangeError(`no section is called \`${from}\``)
  return { start, from, runbooks }
}

/** A frame's state: all that XState needs to make its next transition. */
export interface FrameState {
  readonly value: StateValue
  readonly context: Context
}

/** One transition of a runbook's machine: a pure function of its definition, the state and the signal. */
export function step(runbook: Runbook, state: FrameState, signal: Signal): FrameState {
  const machine = machineOf(runbook)
  const snapshot = machine.restoreSnapshot({ ...settled, ...state } as never, undefined as never)
  const [next] = transition(machine, snapshot, signal)
  return { value: next.value as StateValue, context: next.context as Context }
}

/** `restoreSnapshot`, unlike `resolveState`, does not look at every state of the machine; it needs no actor here. */
const settled = { status: 'active', children: {}, historyValue: {} }

const machines = new WeakMap<Runbook, AnyStateMachine>()

function machineOf(runbook: Runbook): AnyStateMachine {
  const known = machines.get(runbook)
  if (known !== undefined) return known
  const machine = createMachine(machineDefinition(runbook) as never, implementations() as never)
  machines.set(runbook, machine)
  return machine
}

interface Moment {
  readonly context: Context
  readonly event: Signal
}

type Implementation<Result> = (context: Context, event: Signal, params: unknown) => Result

/** Made at the first machine: a run whose first turn is remembered asks before it needs XState. */
const implementations = () => ({
  guards: mapped(guards, (guard: Implementation<boolean>) => {
    return ({ context, event }: Moment, params: unknown) => guard(context, event, params)
  }),
  actions: mapped(actions, (action: Implementation<Partial<Context>>) => {
    return assign(({ context, event }: Moment, params: unknown) => action(context, event, params))
  }),
})

function mapped<Value>(record: object, change: (value: never) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value as never)]))
}
