import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance, answersTo, auditEvents, begin } from '../../engine/machine/index.ts'
import type { Effect, RunEvent, RunMachine, Turn } from '../../engine/machine/types.ts'
import { NOON } from '../helpers/facts.ts'
import { GateWatch } from '../helpers/gate-watch.ts'
import { machines, picked, picks } from '../helpers/random-runbooks.ts'
import { trials } from '../helpers/trials.ts'

/** Runbooks, and random runs of each. */
const RUNBOOKS = trials(1_000, 25_000)
const RUNS_EACH = 20

type Advance = typeof advance

interface Finding {
  readonly breaches: readonly string[]
  readonly events: readonly RunEvent[]
}

function run(
  machine: RunMachine,
  choices: readonly number[],
  step: Advance,
  first = begin(machine),
): Finding {
  const watch = new GateWatch(machine)
  const events: RunEvent[] = []
  let turn = first
  watch.saw(turn)
  for (const [index, choice] of choices.entries()) {
    const event = picked(answersTo(machine, turn.effect, NOON, `digest ${index}`), choice)
    if (event === undefined) break
    watch.heard(turn.effect, event)
    events.push(event)
    turn = step(machine, turn.snapshot, event)
    watch.saw(turn)
  }
  return { breaches: watch.breaches, events }
}

describe('P17: nothing below an alert starts without a confirmation of its own', () => {
  test('in random runs of random runbooks, and by the independent audit of their facts', () => {
    const many = fc.array(picks, { minLength: RUNS_EACH, maxLength: RUNS_EACH })
    const property = fc.property(machines, many, (machine, runs) => {
      for (const choices of runs) {
        const { breaches, events } = run(machine, choices, advance)
        expect(breaches).toEqual([])
        expect(auditEvents(machine, events)).toEqual([])
      }
    })
    fc.assert(property, { numRuns: RUNBOOKS })
  }, 3_600_000)

  for (const [bug, mutant] of Object.entries(mutants())) {
    test(`finds the planted bug: ${bug}`, () => {
      const property = fc.property(machines, picks, (machine, choices) => {
        return run(machine, choices, mutant()).breaches.length === 0
      })
      expect(fc.check(property, { numRuns: 1_000, endOnFailure: true }).failed).toBe(true)
    })
  }
})

/** Wrong machines: each passes some gate by itself, or hands on a wrong confirmation. */
function mutants(): Record<string, () => Advance> {
  return {
    'a retry uses the old confirmation': passing(
      (_, event) => event.type === 'recovered' && event.choice === 'retry',
    ),
    'an edit uses the old confirmation': passing(
      (_, event) => event.type === 'recovered' && event.choice === 'edit',
    ),
    'changed bytes run without a new confirmation': passing((_, event) => event.type === 'changed'),
    'an automatic retry uses the old confirmation': passing((_, event) => event.type === 'waited'),
    'a retry out of doubt passes the gate': passing((_, event) => event.type === 'settled'),
    'a skipped gate opens the next one': passing(
      (_, event) => event.type === 'recovered' && event.choice === 'skip',
    ),
    'following If it fails passes the gate': passing(
      (_, event) => event.type === 'recovered' && event.choice === 'follow',
    ),
    'a denial is taken for a yes': passing(
      (before, event) => event.type === 'denied' && before.kind === 'confirm',
      true,
    ),
    'rollbacks need no gate': passing((before, _, after) => isRollingBack(before, after)),
    'called runbooks need no gate': passing((_, _event, after) => after.frame > 0),
    'only the first block of a section is gated': passing((before, event, after) => {
      return event.type === 'attempted' && 'section' in before && before.section === after.section
    }),
    'a branch leads behind the gate': passing((_, event) => event.type === 'chosen'),
    'a section that was entered before is not asked again': passingSecondTime(),
    'an older confirmation is handed on': () => withDigests(() => 'digest 0'),
    'no confirmation is handed on': () => withDigests(() => undefined),
  }
}

type Gate = Extract<Effect, { kind: 'confirm' }>

function passing(
  when: (before: Effect, event: RunEvent, after: Gate) => boolean,
  confirm = false,
): () => Advance {
  return () => (machine, snapshot, event) => {
    const before = effectBefore.get(snapshot)
    const sent =
      confirm && before !== undefined && isGate(before) && when(before, event, before) ? yes(before) : event
    const turn = advance(machine, snapshot, sent)
    if (confirm || !isGate(turn.effect) || !when(before ?? turn.effect, event, turn.effect))
      return remember(turn)
    return remember(advance(machine, turn.snapshot, yes(turn.effect)))
  }
}

function passingSecondTime(): () => Advance {
  return () => {
    const seen = new Set<string>()
    return (machine, snapshot, event) => {
      const turn = advance(machine, snapshot, event)
      if (!isGate(turn.effect)) return turn
      const name = `${turn.effect.runbook} ${turn.effect.section} ${turn.effect.block}`
      const known = seen.has(name)
      seen.add(name)
      return known ? advance(machine, turn.snapshot, yes(turn.effect)) : turn
    }
  }
}

function withDigests(change: () => string | undefined): Advance {
  return (machine, snapshot, event) => {
    const turn = advance(machine, snapshot, event)
    const { effect } = turn
    if (effect.kind !== 'attempt' || effect.confirmed === undefined) return turn
    const { confirmed: _, ...rest } = effect
    const digest = change()
    return { ...turn, effect: digest === undefined ? rest : { ...rest, confirmed: digest } }
  }
}

const effectBefore = new WeakMap<object, Effect>()

function remember(turn: Turn): Turn {
  effectBefore.set(turn.snapshot, turn.effect)
  return turn
}

function isGate(effect: Effect): effect is Gate {
  return effect.kind === 'confirm'
}

function yes({ frame, runbook, section, gate, block }: Gate): RunEvent {
  const place = { frame, runbook, section, gate, ...(block === undefined ? {} : { block }) }
  return { type: 'confirmed', at: NOON, ...place, digest: 'planted' }
}

function isRollingBack(before: Effect, after: Gate): boolean {
  return (
    before.kind === 'recover' &&
    before.rollbacks.some(({ section, block }) => section === after.section && block === after.block)
  )
}
