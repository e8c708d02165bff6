import { defined } from './actions.ts'
import { arm } from './arming.ts'
import type { Pending } from './definition.ts'
import {
  countName,
  enter,
  enterRollback,
  forgetFrame,
  placeOf,
  pendingOf,
  send,
  topOf,
  type Frame,
  type RunState,
} from './frames.ts'
import type { Failure, Result, RunMachine } from './types.ts'

/** Goes on until an effect is open: calls, transfers, returns and rollbacks happen between effects. */
export function settle(machine: RunMachine, moved: RunState): RunState {
  let state = moved
  while (state.over === undefined) {
    const top = topOf(state)
    const pending = pendingOf(machine, top)
    if (pending.kind === 'call') state = call(machine, state, pending)
    else if (pending.kind === 'transfer') state = transfer(machine, state, pending)
    else if (pending.kind === 'end') state = close(machine, state, pending.result)
    else if (top.context.now.undoing !== undefined) state = rollBack(machine, state)
    else return opened(machine, state, pending)
  }
  return state
}

function opened(machine: RunMachine, state: RunState, pending: Pending): RunState {
  if (pending.kind === 'instruct') return started(machine, state, 'task')
  if (pending.kind === 'together') return startedTogether(machine, state, pending.blocks)
  return pending.kind === 'attempt' ? started(machine, state, pending.block) : state
}

/** Counts a start. */
function started(machine: RunMachine, state: RunState, what: number | 'task'): RunState {
  const name = countName(machine, topOf(state), what)
  return { ...state, starts: { ...state.starts, [name]: (state.starts[name] ?? 0) + 1 } }
}

/** Counts the starts of checks side by side: of all of them at first, later of those whose fate nobody knows. */
function startedTogether(machine: RunMachine, state: RunState, blocks: readonly number[]): RunState {
  const top = topOf(state)
  const { open = [], again = blocks, failed = [] } = top.context.now.together ?? {}
  if (again.length === 0) return state
  const counted = again.reduce((counting, block) => started(machine, counting, block), state)
  const together = { open: [...open, ...again].sort((a, b) => a - b), again: [], failed }
  const context = { ...top.context, now: { ...top.context.now, together } }
  return { ...counted, frames: [...state.frames.slice(0, -1), { ...top, context }] }
}

function call(
  machine: RunMachine,
  moved: RunState,
  { path, anchor }: Extract<Pending, { kind: 'call' }>,
): RunState {
  const state = arm(machine, moved)
  const runbook = machine.runbooks.get(path)
  const refusal = runbook === undefined ? 'is not there' : refused(state, path)
  if (runbook === undefined || refusal !== undefined) {
    return send(machine, state, { type: 'returned', resolved: false, detail: `\`${path}\` ${refusal}` })
  }
  const counted = started(machine, state, 'task')
  const frame = enter(runbook, { kind: 'call', number: state.count }, anchor)
  return { ...counted, frames: [...state.frames, frame], count: state.count + 1 }
}

/** A runbook that calls itself, through whatever others, would never end. */
function refused(state: RunState, path: string): string | undefined {
  return state.frames.some(({ runbook }) => runbook === path) ? 'is at work already' : undefined
}

function transfer(
  machine: RunMachine,
  state: RunState,
  { path, anchor }: Extract<Pending, { kind: 'transfer' }>,
): RunState {
  const top = topOf(state)
  const runbook = machine.runbooks.get(path)
  const below = { ...state, frames: state.frames.slice(0, -1) }
  const refusal = runbook === undefined ? 'is not there' : refused(below, path)
  if (runbook === undefined || refusal !== undefined)
    return close(machine, state, 'failed', `\`${path}\` ${refusal}`)
  const frame = enter(runbook, { kind: top.kind, number: state.count }, anchor, top.context.taken)
  return { ...forgetFrame(state, top), frames: [...below.frames, frame], count: state.count + 1 }
}

function close(
  machine: RunMachine,
  state: RunState,
  result: Extract<Pending, { kind: 'end' }>['result'],
  why?: string,
): RunState {
  const top = topOf(state)
  const { to, reason = why, whole } = top.context.now.end ?? {}
  if (top.kind === 'rollback' && (result === 'undone' || result === 'not-undone'))
    return endRollback(machine, state, result)
  if (top.kind === 'run' || whole === true) {
    const ended = result as Result
    return { ...state, over: { kind: 'end', result: ended, ...defined({ to, reason }) } }
  }
  const below = forgetFrame({ ...state, frames: state.frames.slice(0, -1) }, top)
  const detail = `\`${top.runbook}\` ended ${result}${reason === undefined ? '' : `: ${reason}`}`
  return send(machine, below, { type: 'returned', resolved: result === 'resolved', detail })
}

function rollBack(machine: RunMachine, state: RunState): RunState {
  const top = topOf(state)
  const armed = top.context.now.undoing === 'next' ? state.armed.slice(0, -1) : state.armed
  const newest = newestOf(armed, top)
  if (newest === undefined) return send(machine, { ...state, armed }, { type: 'rolled-back' })
  return { ...state, armed, frames: [...state.frames, enterRollback(machine, newest)] }
}

/** A rollback that is done is no longer armed, and the next one follows it; one that fails goes back to the operator. */
function endRollback(machine: RunMachine, state: RunState, result: 'undone' | 'not-undone'): RunState {
  const frames = state.frames.slice(0, -1)
  const top = topOf(state)
  if (result === 'not-undone')
    return send(machine, { ...state, frames }, { type: 'rollback-failed', failure: rollbackFailure(top) })
  const armed = state.armed.slice(0, -1)
  const below = { ...state, frames, armed }
  const next = newestOf(armed, topOf(below))
  return next === undefined
    ? send(machine, below, { type: 'rolled-back' })
    : { ...below, frames: [...frames, enterRollback(machine, next)] }
}

/** What is rolled back next: with `own`, only while the newest is of the section in which the frame stands. */
function newestOf(armed: RunState['armed'], top: Frame): RunState['armed'][number] | undefined {
  const newest = armed.at(-1)
  const { frame, section } = placeOf(top)
  const isOwn = newest?.frame === frame && newest.section === section
  return top.context.now.own === true && !isOwn ? undefined : newest
}

function rollbackFailure(frame: Frame): Failure {
  return { ...frame.context.now.failure, kind: 'rollback' }
}
