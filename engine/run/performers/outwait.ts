import type { BlockPlace, Effect } from '../../machine/types.ts'
import type { Found, Unknown } from '../commands.ts'
import { interruptionReasons, orInterrupted } from '../interrupts.ts'
import type { Performed } from '../performer.ts'
import { samePlace } from '../run.ts'
import { suspended, type LiveDoors } from './doors.ts'

/** Milliseconds between two looks at a process that nobody watches. */
const glance = 500

interface Waiting {
  readonly effect: Pick<Extract<Effect, { kind: 'attempt' }>, 'section' | 'attempt'>
  readonly place: BlockPlace
  readonly doors: LiveDoors
}

/**
 * Waits for a command that goes on without its supervisor: while it may still act, nothing that it did is judged. Nobody
 * ends it when its time is out; then the run rests.
 *
 * @returns what is known once it has ended, or why the run rests
 */
export async function outwait(
  { detail }: Unknown,
  waiting: Waiting,
): Promise<Performed | Exclude<Found, { state: 'never-started' }>> {
  const { doors, effect, place } = waiting
  const { section, attempt } = effect
  const { signal } = doors.interrupts
  const end = endOf(waiting)
  doors.observe({ kind: 'warned', message: `\`${section}\` is waited for: ${detail}` })
  while (Date.parse(doors.clock.now()) < end) {
    const soon = new Date(Date.parse(doors.clock.now()) + glance).toISOString()
    const pause = await orInterrupted(doors.clock.until(soon, signal), signal)
    if ('interrupted' in pause) {
      const why = pause.interrupted
      return suspended(why, `${interruptionReasons[why]}; the command of \`${section}\` goes on`)
    }
    const found = await doors.commands.find({ place, attempt })
    if (found.state !== 'never-started' && !(found.state === 'unknown' && found.lives)) return found
  }
  return suspended('operator', `the time of \`${section}\` is out, and nothing ends its command: ${detail}`)
}

/** When the time of the command is out, in milliseconds since 1970. */
function endOf({ effect: { attempt }, place, doors }: Waiting): number {
  const intent = doors.run.pending.find((one) => samePlace(one, place) && one.attempt === attempt)
  return intent === undefined ? 0 : Date.parse(intent.at) + intent.timeout
}
