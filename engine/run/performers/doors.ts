import type { BlockPlace, Effect, InRollback, Place, RunEvent } from '../../machine/types.ts'
import type { Block } from '../../model.ts'
import type { Clock } from '../clock.ts'
import type { Interrupts } from '../interrupts.ts'
import { samePlace, type RunInHand } from '../run.ts'
import { sectionOf } from '../runner.ts'
import type { Command, Commands, Unready } from '../commands.ts'
import type { Observer } from '../notices.ts'
import type { Operator, Question } from '../operator.ts'
import type { Performed, RunView, SuspendedWhy } from '../performer.ts'

/** Everything through which a live run touches the world. */
export interface LiveDoors {
  readonly run: Pick<RunInHand, 'machine' | 'pending' | 'looks' | 'note' | 'assertHeld' | 'times'>
  readonly commands: Commands
  readonly operator: Operator
  readonly observe: Observer
  readonly clock: Clock
  readonly interrupts: Interrupts
  /** Opens a shell for the operator, with these variables more, and gives its exit status; none without a terminal. */
  readonly shell?: (directory: string, variables: Readonly<Record<string, string>>) => Promise<number>
  /** Who answers, for the record, when an answer does not say so itself. */
  readonly user: string
  /** Pause before every block. */
  readonly step: boolean
  /** Nobody is there and nobody will be: a failure that the runbook does not cover ends the run. */
  readonly unattended: boolean
}

/** What every question to the operator carries. */
export function questionAt(place: Place, view: RunView): Question {
  return { view, ...sectionOf(view, place) }
}

/** A block by its place. */
export function blockAt(place: Place & { readonly block: number }, view: RunView): Block {
  const block = sectionOf(view, place).section.blocks[place.block]
  if (block === undefined) throw new Error(`no block at ${JSON.stringify(place)}`)
  return block
}

/** What an effect says about why a block is looked at. */
export interface Purposed {
  readonly purpose?: Extract<Effect, { kind: 'attempt' }>['purpose']
}

/** A block made ready; in a rollback a `write` or `edit` block is made ready to be undone. */
export function prepareAt(
  place: BlockPlace,
  view: RunView,
  { commands }: LiveDoors,
  purposed: Purposed,
): Promise<Command | Unready> {
  const { runbook, section } = sectionOf(view, place)
  const block = blockAt(place, view)
  if (block.role === 'message') {
    const text = messageAt(place, view)?.text ?? ''
    return commands.preparePost(runbook, section, block, place, view.bindings, text)
  }
  const make = isUndo(block, purposed) ? commands.prepareUndo.bind(commands) : commands.prepare.bind(commands)
  return make(runbook, section, block, place, view.bindings)
}

/** A message as it was kept last. */
export function messageAt(
  place: BlockPlace,
  { events }: RunView,
): Extract<RunEvent, { type: 'told' }> | undefined {
  const told = events.findLast((event) => event.type === 'told' && samePlace(event, place))
  return told?.type === 'told' ? told : undefined
}

/** Whether a block's change of a file is undone, and not made. */
export function isUndo({ role }: Block, { purpose }: Purposed): boolean {
  return purpose === 'rollback' && (role === 'write' || role === 'edit')
}

/** Marks a fact as one of rolling back. */
export function inRollback({ purpose }: Purposed): InRollback {
  return purpose === 'rollback' ? { purpose } : {}
}

/** The place alone, without the rest of an effect. */
export function placeOf({ frame, runbook, section }: Place): Place {
  return { frame, runbook, section }
}

/** The run comes to rest here. */
export function suspended(why: SuspendedWhy, reason: string, note?: string): Performed {
  return { kind: 'suspended', why, reason, ...present({ note }) }
}

/** An object without the properties that are not there: facts are plain JSON. */
export function present<T extends object>(parts: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never
}
