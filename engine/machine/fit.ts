import type { Effect, EffectKind, RunEvent } from './types.ts'

/** A fact that cannot be an answer to the effect that is open. Its message is a sentence for people. */
export class UnfitEvent extends Error {
  override readonly name = 'UnfitEvent'
  /** The fact's index in the journal, when it was replayed. */
  readonly index: number | undefined

  constructor(reason: string, index?: number) {
    super(index === undefined ? reason : `event ${index} does not fit: ${reason}`)
    this.index = index
  }
}

const answers: Readonly<Record<EffectKind, readonly RunEvent['type'][]>> = {
  attempt: ['attempted', 'doubted', 'changed'],
  together: ['attempted', 'doubted'],
  tell: ['told'],
  confirm: ['confirmed', 'denied'],
  choose: ['chosen'],
  tick: ['ticked', 'unticked'],
  instruct: ['did'],
  wait: ['waited'],
  recover: ['recovered'],
  settle: ['settled'],
  end: [],
}

/**
 * Checks that a fact answers the open effect: its kind, its place, its attempt, and what was chosen.
 * @throws UnfitEvent with a sentence that says what was expected
 */
export function checkFit(effect: Effect, event: RunEvent): void {
  if (effect.kind === 'end') throw new UnfitEvent(`the run is over, and \`${event.type}\` came after its end`)
  if (event.type === 'stopped') return
  if (!answers[effect.kind].includes(event.type)) {
    throw new UnfitEvent(
      `\`${effect.kind}\` is open at \`${effect.section}\`, and \`${event.type}\` does not answer it`,
    )
  }
  for (const key of ['frame', 'runbook', 'section', 'block', 'item', 'gate', 'attempt'] as const) {
    checkSame(key, answered(effect, event), event)
  }
  checkChoice(effect, event)
}

/** Of checks side by side, the one that a fact is about; the first when it is about none of them. */
function answered(effect: Effect, event: RunEvent): object {
  if (effect.kind !== 'together') return effect
  const block = 'block' in event ? event.block : undefined
  return { ...effect, ...(effect.attempts.find((one) => one.block === block) ?? effect.attempts[0]) }
}

function checkSame(key: string, effect: object, event: RunEvent): void {
  const expected = (effect as unknown as Record<string, unknown>)[key]
  const actual = (event as unknown as Record<string, unknown>)[key]
  const optional =
    key === 'attempt' && event.type !== 'attempted' && event.type !== 'doubted' && event.type !== 'changed'
  if (expected === actual || optional) return
  throw new UnfitEvent(
    `\`${event.type}\` names ${key} \`${String(actual)}\`, expected \`${String(expected)}\``,
  )
}

function checkChoice(effect: Effect, event: RunEvent): void {
  if (event.type === 'changed' && effect.kind === 'attempt' && effect.confirmed === undefined) {
    throw new UnfitEvent('`changed` came for a command that nobody had to confirm')
  }
  if (event.type === 'chosen' && effect.kind === 'choose' && effect.exhausted.includes(event.branch)) {
    throw new UnfitEvent(`branch ${event.branch} of \`${effect.section}\` was taken as often as it may be`)
  }
  if (event.type === 'recovered' && effect.kind === 'recover') checkOffered(effect.choices, event.choice)
  if (event.type === 'settled' && effect.kind === 'settle') checkOffered(effect.choices, event.choice)
}

function checkOffered(choices: readonly string[], choice: string): void {
  if (choices.includes(choice)) return
  throw new UnfitEvent(
    `\`${choice}\` is not offered here; offered are ${choices.map((name) => `\`${name}\``).join(', ')}`,
  )
}
