import { holdsOnBindings } from '../../judge.ts'
import type { Effect, RunEvent } from '../../machine/types.ts'
import type { Condition } from '../../model.ts'
import type { Check } from '../../outcome.ts'
import { interruptionReasons } from '../interrupts.ts'
import { textDigest } from '../store.ts'
import type { Answer } from '../operator.ts'
import type { Performed, RunView } from '../performer.ts'
import { inRollback, placeOf, prepareAt, present, questionAt, suspended, type LiveDoors } from './doors.ts'
import { diagnosisOf, lookAgain } from './look.ts'
import { openShell } from './shell.ts'
import { tracesOf } from './traces.ts'
import { shownValues } from './verdict.ts'

type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>

/**
 * Asks at a gate. What the operator sees is what will run: the command's digest is part of the answer. A command
 * that cannot be made ready is not asked about: nobody can confirm what nobody can see.
 */
export async function askGate(
  effect: EffectOf<'confirm'>,
  view: RunView,
  doors: LiveDoors,
): Promise<Performed> {
  const { gate, block } = effect
  const question = questionAt(effect, view)
  const ready =
    block === undefined ? undefined : await prepareAt({ ...placeOf(effect), block }, view, doors, effect)
  const place = { ...placeOf(effect), gate, ...present({ block }), ...inRollback(effect) }
  if (ready !== undefined && 'reason' in ready) {
    doors.observe({ kind: 'warned', message: ready.reason, help: ready.help })
    return happened(doors, { by: 'engine' }, { type: 'denied', ...place, detail: ready.reason })
  }
  const { asks, onlyIf, markdown } = question.section.gates[gate] ?? nothingAsked
  const checks = onlyIf.length > 0 ? conditionChecks(onlyIf, view) : undefined
  const unmet = checks?.find(({ held }) => !held)
  if (unmet !== undefined) {
    const detail = `only if ${unmet.expected}: actual ${unmet.actual}`
    doors.observe({ kind: 'warned', message: `nobody may pass this gate: ${detail}` })
    return happened(doors, { by: 'engine' }, { type: 'denied', ...place, detail })
  }
  const answer = await doors.operator.confirm({
    ...question,
    gate,
    ...present({ command: ready, checks }),
    ...inRollback(effect),
  })
  if (answer === undefined && asks === 'post')
    return happened(
      doors,
      { by: 'engine' },
      { type: 'denied', ...place, detail: 'nobody said that it may be posted' },
    )
  if (answer === undefined)
    return suspended('unanswered', `nobody confirmed the gate of \`${effect.section}\``)
  const digest = ready?.digest ?? textDigest(markdown)
  return answer.yes
    ? happened(doors, answer, { type: 'confirmed', ...place, digest, ...present({ checks }) })
    : happened(doors, answer, { type: 'denied', ...place })
}

const nothingAsked = { asks: 'yes', onlyIf: [], markdown: '' } as const

/** How each **Only if** of a gate stands now. */
function conditionChecks(onlyIf: readonly Condition[], view: RunView): Check[] {
  const values = shownValues(view.bindings)
  return onlyIf.map(
    (condition) =>
      holdsOnBindings(condition, values) ?? { expected: condition.text, actual: 'nothing ran', held: false },
  )
}

/** Asks for one item of a checklist. */
export async function askTick(effect: EffectOf<'tick'>, view: RunView, doors: LiveDoors): Promise<Performed> {
  const { item } = effect
  const answer = await doors.operator.tick({ ...questionAt(effect, view), item })
  if (answer === undefined)
    return suspended('unanswered', `nobody ticked the checklist \`${effect.section}\``)
  const type = answer.ticked ? 'ticked' : 'unticked'
  return happened(doors, answer, { type, ...placeOf(effect), item, ...present({ note: answer.note }) })
}

/** Has the operator do a manual step. */
export async function askInstruction(
  effect: EffectOf<'instruct'>,
  view: RunView,
  doors: LiveDoors,
): Promise<Performed> {
  const answer = await doors.operator.instruct(questionAt(effect, view))
  if (answer === undefined) return suspended('unanswered', `nobody did the manual step \`${effect.section}\``)
  const { how, note } = answer
  return happened(doors, answer, { type: 'did', ...placeOf(effect), how, ...present({ note }) })
}

/**
 * Asks how to go on after a failure. With nobody to ask the runbook's own **If it fails** is followed; without one the
 * run ends `failed` when nobody will ever be there, and rests at this question otherwise.
 */
export async function askRecovery(
  effect: EffectOf<'recover'>,
  view: RunView,
  doors: LiveDoors,
): Promise<Performed> {
  const diagnosis = diagnosisOf(effect, view)
  const question = {
    ...questionAt(effect, view),
    effect,
    diagnosis: diagnosis.map(({ place }) => questionAt(place, view).section),
    shell: doors.shell !== undefined,
  }
  const answer = (await doors.operator.recover(question)) ?? alone(effect, doors)
  if (answer === undefined)
    return suspended('failed', `\`${effect.section}\` failed, and nobody could say how to go on`)
  const { choice, reason, to, level, person, inputs } = answer
  if (choice === 'suspend') return suspended('operator', interruptionReasons.operator, reason)
  if (choice === 'shell') {
    await openShell(effect, view, doors)
    return askRecovery(effect, view, doors)
  }
  if (choice === 'diagnose') {
    await lookAgain(diagnosis, view, doors)
    return askRecovery(effect, view, doors)
  }
  const how = { choice, ...present({ reason, to, level, person, inputs }) }
  return happened(doors, answer, { type: 'recovered', ...placeOf(effect), ...how })
}

function alone(
  { choices }: EffectOf<'recover'>,
  { unattended }: LiveDoors,
): Awaited<ReturnType<LiveDoors['operator']['recover']>> {
  const reason = 'nobody was there to ask'
  if (choices.includes('follow')) return { by: 'engine', choice: 'follow', reason }
  return unattended ? { by: 'engine', choice: 'fail', reason } : undefined
}

/** Asks what became of a command whose outcome is unknown. Silence never settles it. */
export async function askSettlement(
  effect: EffectOf<'settle'>,
  view: RunView,
  doors: LiveDoors,
): Promise<Performed> {
  const key = { place: { ...placeOf(effect), block: effect.block }, attempt: effect.attempt }
  const traces = tracesOf(view.directory, key)
  const answer = await doors.operator.settle({ ...questionAt(effect, view), effect, ...present({ traces }) })
  if (answer === undefined) {
    return suspended(
      'unanswered',
      `it is unknown whether a command of \`${effect.section}\` ran, and nobody could say`,
    )
  }
  const { choice, reason } = answer
  if (choice === 'suspend') return suspended('operator', interruptionReasons.operator, reason)
  const place = { ...placeOf(effect), block: effect.block }
  return happened(doors, answer, { type: 'settled', ...place, choice, ...present({ reason }) })
}

type Unstamped<T> = T extends unknown ? Omit<T, 'at' | 'by'> : never

/** A fact, stamped with the instant and with who brought it about. */
export function happened(doors: LiveDoors, answer: Answer, fact: Unstamped<RunEvent>): Performed {
  const event = { at: doors.clock.now(), by: answer.by ?? doors.user, ...fact } as RunEvent
  return { kind: 'event', event }
}
