import type { Outcome, Verdict } from '../../engine/outcome.ts'
import type { Effect, RunEvent, RunMachine, Turn } from '../../engine/machine/types.ts'
import { advance } from '../../engine/machine/index.ts'

export const NOON = '2026-11-22T12:00:00.000Z'

const silent = { file: '', bytes: 0, sha256: '', head: '', tail: '' }

/** An outcome that took no time. */
export function outcome(code = 0, at = NOON, ended: Outcome['ended'] = 'exited'): Outcome {
  return { ended, code, startedAt: at, endedAt: at, stdout: silent, stderr: silent, values: {} }
}

export function verdict(held: boolean): Verdict {
  return { held, checks: [{ expected: 'exit 0', actual: held ? 'exit 0' : 'exit 1', held }] }
}

/** The short words in which tests say what happened. */
export type Word =
  | 'held'
  | 'failed'
  | 'interrupted'
  | 'doubted'
  | 'changed'
  | 'confirmed'
  | 'denied'
  | 'ticked'
  | 'unticked'
  | 'done'
  | 'not done'
  | 'waited'
  | 'stopped'
  | `held ${number}`
  | `failed ${number}`
  | `doubted ${number}`
  | 'told'
  | `take ${number}`
  | `recover ${Extract<RunEvent, { type: 'recovered' }>['choice']}`
  | `settle ${Extract<RunEvent, { type: 'settled' }>['choice']}`

/** The fact that a word stands for, as an answer to an effect. */
export function fact(effect: Effect, word: Word, at = NOON, digest = 'd1'): RunEvent {
  if (word === 'stopped' || effect.kind === 'end') return { at, type: 'stopped', reason: 'enough' }
  const { frame, runbook, section } = effect
  const place = { frame, runbook, section }
  const [verb = '', rest = ''] = word.split(/ (.*)/)
  const one =
    effect.kind === 'together' ? effect.attempts.find((open) => open.block === Number(rest)) : effect
  const block = {
    ...place,
    block: one !== undefined && 'block' in one && one.block !== undefined ? one.block : -1,
  }
  const attempt = one !== undefined && 'attempt' in one ? one.attempt : 0
  const gate = {
    ...place,
    gate: effect.kind === 'confirm' ? effect.gate : 0,
    ...(block.block < 0 ? {} : { block: block.block }),
  }
  const item = effect.kind === 'tick' ? effect.item : 0
  switch (verb) {
    case 'held':
    case 'failed':
    case 'interrupted': {
      const held = verb === 'held'
      const ended = verb === 'interrupted' ? 'stopped' : 'exited'
      return {
        at,
        type: 'attempted',
        ...block,
        attempt,
        outcome: outcome(held ? 0 : 1, at, ended),
        verdict: verdict(held),
      }
    }
    case 'doubted':
      return { at, type: 'doubted', ...block, attempt, detail: 'the supervisor is gone' }
    case 'told':
      return { at, type: 'told', ...block, text: 'as told' }
    case 'changed':
      return { at, type: 'changed', ...block, attempt, digest: 'd2' }
    case 'confirmed':
      return { at, type: 'confirmed', ...gate, digest }
    case 'denied':
      return { at, type: 'denied', ...gate }
    case 'ticked':
    case 'unticked':
      return { at, type: verb, ...place, item }
    case 'done':
      return { at, type: 'did', ...place, how: 'done' }
    case 'not':
      return { at, type: 'did', ...place, how: 'failed' }
    case 'waited':
      return { at, type: 'waited', ...block }
    case 'take':
      return { at, type: 'chosen', ...place, branch: Number(rest), from: 'operator' }
    case 'recover':
      return { at, type: 'recovered', ...place, choice: rest as never }
    default:
      return { at, type: 'settled', ...block, choice: rest as never }
  }
}

/** One line of a table: an effect as `kind section block detail`. */
export function line(effect: Effect): string {
  if (effect.kind === 'end') return ['end', effect.result, effect.to].filter(Boolean).join(' ')
  const frame = effect.frame === 0 ? '' : `@${effect.frame}`
  const place = `${effect.kind} ${effect.section}${frame}`
  switch (effect.kind) {
    case 'attempt': {
      const purpose = effect.purpose === 'work' ? '' : ` ${effect.purpose}`
      return `${place} ${effect.block} #${effect.attempt}${purpose}${effect.confirmed === undefined ? '' : ` ${effect.confirmed}`}`
    }
    case 'confirm':
      return `${place}${effect.block === undefined ? '' : ` ${effect.block}`} #${effect.attempt}`
    case 'wait':
      return `${place} ${effect.block} ${effect.until.slice(11, 19)}`
    case 'together':
      return `${place} ${effect.attempts.map((one) => `${one.block}#${one.attempt}`).join(' ')}`
    case 'tell':
      return `${place} ${effect.block}`
    case 'tick':
      return `${place} ${effect.item}`
    case 'choose':
      return `${place}${effect.exhausted.length > 0 ? ` without ${effect.exhausted.join()}` : ''}`
    case 'recover':
      return `${place} ${effect.failure.kind}: ${effect.choices.join(' ')}`
    case 'settle':
      return `${place} ${effect.block} #${effect.attempt}${effect.evidence === undefined ? '' : ' with evidence'}`
    case 'instruct':
      break
  }
  return place
}

/** Plays words from a turn; between two facts the snapshot goes through JSON, as it might on disk. */
export function play(
  machine: RunMachine,
  turn: Turn,
  words: readonly (Word | readonly [Word, string])[],
): string[] {
  const lines = [line(turn.effect)]
  let now = turn
  for (const word of words) {
    const [name, at] = typeof word === 'string' ? [word, NOON] : word
    now = advance(
      machine,
      JSON.parse(JSON.stringify(now.snapshot)) as Turn['snapshot'],
      fact(now.effect, name, at),
    )
    lines.push(line(now.effect))
  }
  return lines
}
