import type { Intended } from '../../../schemas/journal.ts'
import { acts, posts } from '../../machine/index.ts'
import type { BlockPlace, Effect, RunEvent } from '../../machine/types.ts'
import type { Block } from '../../model.ts'
import type { Outcome, Verdict } from '../../outcome.ts'
import { crashPoint } from '../crash-points.ts'
import { orInterrupted, interruptionReasons } from '../interrupts.ts'
import { samePlace } from '../run.ts'
import { textDigest } from '../store.ts'
import type { Command, Found, Running } from '../commands.ts'
import type { Performed, RunView } from '../performer.ts'
import { LostCommand } from '../command/overseer.ts'
import {
  blockAt,
  inRollback,
  isUndo,
  placeOf,
  prepareAt,
  questionAt,
  suspended,
  type LiveDoors,
} from './doors.ts'
import { watch } from './follow.ts'
import { outwait } from './outwait.ts'
import { verdictOf } from './verdict.ts'

type Attempt = Extract<Effect, { kind: 'attempt' }>

interface Work {
  readonly effect: Attempt
  readonly place: BlockPlace
  readonly block: Block
  readonly view: RunView
  readonly doors: LiveDoors
}

/**
 * Starts the command of a block once, after its intent is on disk, and gives its outcome. An intent that the
 * journal already holds is looked into first: what still runs is waited for, what has ended is adopted, and only
 * what provably never started is started now.
 * @throws {TakenOver} when somebody else holds the run by now: nothing is started or recorded then.
 */
export async function performAttempt(effect: Attempt, view: RunView, doors: LiveDoors): Promise<Performed> {
  const place = { ...placeOf(effect), block: effect.block }
  const work = { effect, place, block: blockAt(effect, view), view, doors }
  try {
    return await attemptOnce(work)
  } catch (error) {
    doors.run.assertHeld()
    throw error
  }
}

async function attemptOnce(work: Work): Promise<Performed> {
  const { effect, place, doors } = work
  if (isPending(work)) {
    const found = await doors.commands.find({ place, attempt: effect.attempt })
    if (found.state !== 'never-started') return takeUp(found, work)
  }
  return attemptAnew(work)
}

function isPending({ effect, place, doors }: Work): boolean {
  return doors.run.pending.some((intent) => samePlace(intent, place) && intent.attempt === effect.attempt)
}

async function takeUp(found: Exclude<Found, { state: 'never-started' }>, work: Work): Promise<Performed> {
  const { doors, effect } = work
  if (found.state === 'running') {
    doors.observe({ kind: 'warned', message: `the command of \`${effect.section}\` is still running` })
    return waitFor(found.running, work).catch((error: unknown) => lost(error, work))
  }
  if (found.state === 'finished') {
    doors.observe({ kind: 'warned', message: `the command of \`${effect.section}\` ended meanwhile` })
    return attempted(found.outcome, work)
  }
  const then = found.lives && isInDoubt(work.block) ? await outwait(found, work) : undefined
  if (then !== undefined) return 'kind' in then ? then : takeUp(then, work)
  return fact(work, { type: 'doubted', attempt: effect.attempt, detail: found.detail })
}

/** What it did is judged, or asked about, when it is unknown; anything else is started again. */
const isInDoubt = (block: Block): boolean => acts(block) || posts(block)

async function attemptAnew(work: Work): Promise<Performed> {
  const { effect, place, view, doors } = work
  const command = await prepareAt(place, view, doors, effect)
  if ('reason' in command) return attempted(unstarted(`${command.reason}: ${command.help}`, doors), work)
  if (effect.confirmed !== undefined && effect.confirmed !== command.digest) {
    return fact(work, { type: 'changed', attempt: effect.attempt, digest: command.digest })
  }
  return (await askToProceed(command, work)) ?? start(command, work)
}

async function askToProceed(command: Command, { effect, view, doors }: Work): Promise<Performed | undefined> {
  if (!doors.step) return undefined
  const asking = doors.operator.proceed({ ...questionAt(effect, view), command })
  const answer = await orInterrupted(asking, doors.interrupts.signal)
  if ('interrupted' in answer) return suspended(answer.interrupted, interruptionReasons[answer.interrupted])
  if (answer.value === undefined)
    return suspended('unanswered', `nobody said to go on at \`${effect.section}\``)
  return answer.value.yes
    ? undefined
    : suspended('operator', `the operator paused before \`${effect.section}\``)
}

async function start(command: Command, work: Work): Promise<Performed> {
  const { doors, effect, place } = work
  doors.observe({ kind: 'command', effect, command })
  intend(command, work)
  doors.run.assertHeld()
  crashPoint('before-start')
  try {
    const running = await doors.commands.start(command, { place, attempt: effect.attempt })
    crashPoint('after-start')
    return await waitFor(running, work)
  } catch (error) {
    return lost(error, work)
  }
}

/** The supervisor is gone: what is known of the command is asked, never assumed. */
async function lost(error: unknown, work: Work): Promise<Performed> {
  const { doors, place, effect } = work
  if (!(error instanceof LostCommand)) throw error
  const found = await doors.commands.find({ place, attempt: effect.attempt })
  if (found.state !== 'never-started') return takeUp(found, work)
  return attempted(unstarted(error.message, doors), work)
}

/** Writes that a command is about to be started. */
export function intend(
  command: Command,
  {
    doors,
    effect,
    place,
  }: Pick<Work, 'doors' | 'place'> & { readonly effect: Pick<Intended, 'attempt' | 'purpose'> },
): void {
  const { digest, language, interpreter, script, directory, as, timeout, uses } = command
  doors.run.note({
    at: doors.clock.now(),
    type: 'intended',
    ...place,
    attempt: effect.attempt,
    purpose: effect.purpose,
    digest,
    language,
    interpreter,
    script: textDigest(script),
    directory,
    ...(as === undefined ? {} : { as }),
    timeout,
    uses: uses.map(({ name }) => name),
  })
}

/**
 * Waits for a command. Ctrl-C twice stops it; a lost terminal lets it finish; TERM leaves it to its supervisor, and
 * `resume` finds it again.
 */
async function waitFor(running: Running, work: Work): Promise<Performed> {
  const { doors, effect } = work
  const { signal } = doors.interrupts
  const ended = watch(running, work.block, work.view, doors.observe)
  try {
    const first = await orInterrupted(running.outcome, signal)
    const why = 'interrupted' in first ? first.interrupted : undefined
    if (why === 'terminated') {
      return suspended(why, `${interruptionReasons[why]}; the command of \`${effect.section}\` goes on`)
    }
    if (why === 'interrupted') running.stop()
    const outcome = await running.outcome
    crashPoint('after-exit')
    return await attempted(outcome, work)
  } finally {
    ended()
  }
}

async function attempted(outcome: Outcome, work: Work): Promise<Performed> {
  const { block, effect, view } = work
  const judged = isUndo(block, effect) ? withoutExpectation(block) : block
  const verdict: Verdict = await verdictOf(outcome, judged, view)
  return fact(work, { type: 'attempted', attempt: effect.attempt, outcome, verdict })
}

/** What an author expects of a change says nothing about its undoing. */
function withoutExpectation({ expectation: _expectation, ...block }: Block): Block {
  return block
}

type BlockFact = Extract<RunEvent, { type: 'attempted' | 'doubted' | 'changed' }>
type Told<T> = T extends unknown ? Omit<T, 'at' | 'by' | keyof BlockPlace | 'purpose'> : never

function fact({ doors, effect, place }: Work, told: Told<BlockFact>): Performed {
  const event = { at: doors.clock.now(), ...place, ...inRollback(effect), ...told } as RunEvent
  return { kind: 'event', event }
}

/** The outcome of a command that could not be started. */
export function unstarted(detail: string, { clock }: LiveDoors): Outcome {
  const at = clock.now()
  const nothing = { file: '', bytes: 0, sha256: textDigest(''), head: '', tail: '' }
  return {
    ended: 'unstarted',
    detail,
    startedAt: at,
    endedAt: at,
    stdout: nothing,
    stderr: nothing,
    values: {},
  }
}
