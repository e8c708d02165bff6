import type { Runbook, Section } from '../model.ts'
import { step, type FrameState } from './compile.ts'
import type { Signal } from './context.ts'
import { machineDefinition, pendingAt } from './define.ts'
import type { Pending } from './definition.ts'
import { rollbackEntry } from './doubt.ts'
import { outlineOf, sectionAt } from './outline.ts'
import { isArmable } from './stages.ts'
import type { BlockPlace, Effect, Place, RunMachine, RunSnapshot } from './types.ts'

/** One runbook at work: the one that was started, one that was called, or one whose rollback runs. */
export interface Frame extends FrameState {
  readonly kind: 'run' | 'call' | 'rollback'
  /** `Place.frame`. A rollback has the number of the frame that armed it. */
  readonly number: number
  /** Path of the runbook. */
  readonly runbook: string
}

/** Everything a run remembers; the frame at work is the last one. Plain JSON. */
export interface RunState extends RunSnapshot {
  readonly frames: readonly Frame[]
  /** Frames made so far. */
  readonly count: number
  /** What can be rolled back, oldest first: rollback blocks, and blocks whose change of a file is undone. */
  readonly armed: readonly BlockPlace[]
  /** Starts of each block that may be started again. */
  readonly starts: Readonly<Record<string, number>>
  readonly over?: Extract<Effect, { kind: 'end' }>
}

export function topOf(state: RunState): Frame {
  const top = state.frames.at(-1)
  if (top === undefined) throw new Error('a run without a frame')
  return top
}

export function runbookOf(machine: RunMachine, frame: Frame): Runbook {
  const runbook = machine.runbooks.get(frame.runbook)
  if (runbook === undefined) throw new Error(`no runbook at ${frame.runbook}`)
  return runbook
}

export function pendingOf(machine: RunMachine, frame: Frame): Pending {
  const pending = pendingAt(runbookOf(machine, frame), frame.value)
  if (pending === undefined) throw new Error(`nothing is awaited at ${JSON.stringify(frame.value)}`)
  return pending
}

/** Where a run stands in each runbook at work, outermost first; nowhere when it is over. */
export function standing({ frames, over }: RunState): Place[] {
  return over === undefined ? frames.filter(({ kind }) => kind !== 'rollback').map(placeOf) : []
}

export function placeOf(frame: Frame): Place {
  const { number, runbook, value } = frame
  const section = typeof value === 'string' ? value : (Object.keys(value)[0] ?? '')
  return { frame: number, runbook, section }
}

/** A frame of a runbook that stands at its first effect, at `anchor` when one is given. */
export function enter(
  runbook: Runbook,
  as: Pick<Frame, 'kind' | 'number'>,
  anchor?: string,
  taken: Readonly<Record<string, number>> = {},
): Frame {
  const section = anchor === undefined ? outlineOf(runbook).start : sectionAt(runbook, anchor)
  const initial = { value: initialValue(runbook, section), context: { taken, now: {} } }
  const entered = typeof initial.value === 'string' ? initial : step(runbook, initial, { type: 'entered' })
  return { ...as, runbook: runbook.path, ...entered }
}

/** A frame in which an armed rollback runs. */
export function enterRollback(machine: RunMachine, place: BlockPlace): Frame {
  const runbook = machine.runbooks.get(place.runbook)
  const section = runbook && outlineOf(runbook).sections.get(place.section)
  const block = section?.blocks[place.block]
  if (section === undefined || block === undefined) throw new Error(`no rollback at ${JSON.stringify(place)}`)
  const value = { [section.id]: rollbackEntry(section, block) }
  return {
    kind: 'rollback',
    number: place.frame,
    runbook: place.runbook,
    value,
    context: { taken: {}, now: {} },
  }
}

/** Sends a signal to the frame at work. */
export function send(machine: RunMachine, state: RunState, signal: Signal): RunState {
  const top = topOf(state)
  const next = step(runbookOf(machine, top), top, signal)
  const moved = { ...top, ...next }
  return { ...forgetSection(machine, state, top, moved), frames: [...state.frames.slice(0, -1), moved] }
}

/** The section in which a frame stands; none at its ends. */
export function sectionOf(machine: RunMachine, frame: Frame): Section | undefined {
  return outlineOf(runbookOf(machine, frame)).sections.get(placeOf(frame).section)
}

/** Name under which the starts of a block, or of what a person does (`task`), are counted. */
export function countName(machine: RunMachine, frame: Frame, what: number | 'task'): string {
  const block = what === 'task' ? undefined : sectionOf(machine, frame)?.blocks[what]
  const kept = block !== undefined && isArmable(block)
  return `${kept ? 'undo ' : ''}${frame.number} ${placeOf(frame).section} ${what}`
}

/** The state without the counts of a frame that is over; those of what a rollback may come back to stay. */
export function forgetFrame(state: RunState, frame: Frame): RunState {
  return forget(state, `${frame.number} `)
}

function forgetSection(machine: RunMachine, state: RunState, before: Frame, after: Frame): RunState {
  if (before.kind === 'rollback') return state
  const { section } = placeOf(before)
  if (section === placeOf(after).section || outlineOf(runbookOf(machine, before)).looping.has(section))
    return state
  return forget(state, `${before.number} ${section} `)
}

function forget(state: RunState, prefix: string): RunState {
  const kept = Object.entries(state.starts).filter(([name]) => !name.startsWith(prefix))
  return { ...state, starts: Object.fromEntries(kept) }
}

function initialValue(runbook: Runbook, section: string | undefined): Frame['value'] {
  const initial = section === undefined ? undefined : machineDefinition(runbook).states[section]?.initial
  return section === undefined || initial === undefined ? 'end failed' : { [section]: initial }
}
