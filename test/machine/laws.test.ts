import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMachine } from 'xstate'
import {
  advance,
  answersTo,
  begin,
  machineDefinition,
  replay,
  walkMachine,
} from '../../engine/machine/index.ts'
import type { BlockPlace, Effect, RunEvent, RunMachine, Turn } from '../../engine/machine/types.ts'
import { compileMachine, UnfitEvent } from '../../engine/machine/index.ts'
import { fact, NOON } from '../helpers/facts.ts'
import { machines, picked, picks } from '../helpers/random-runbooks.ts'
import { call, decision, runbook, step, to, toOutcome, warning } from '../helpers/runbooks.ts'
import { trials } from '../helpers/trials.ts'

function turnsOf(machine: RunMachine, choices: readonly number[]): { turns: Turn[]; events: RunEvent[] } {
  const turns = [begin(machine)]
  const events: RunEvent[] = []
  for (const choice of choices) {
    const turn = turns.at(-1)
    const event = turn && picked(answersTo(machine, turn.effect, NOON, 'd'), choice)
    if (turn === undefined || event === undefined) break
    events.push(event)
    turns.push(advance(machine, turn.snapshot, event))
  }
  return { turns, events }
}

function bytes(value: unknown): string {
  return JSON.stringify(value)
}

describe('a run is a function of its facts', () => {
  test('the same facts give the same bytes, also through JSON between every two', () => {
    fc.assert(
      fc.property(machines, picks, (machine, choices) => {
        const { turns, events } = turnsOf(machine, choices)
        const again = replay(machine, events)
        expect(bytes(again)).toBe(bytes(turns.at(-1)))
        let stored = begin(machine)
        for (const event of events)
          stored = advance(machine, JSON.parse(bytes(stored.snapshot)) as Turn['snapshot'], event)
        expect(bytes(stored)).toBe(bytes(again))
        expect(JSON.parse(bytes(stored))).toEqual(stored)
      }),
      { numRuns: trials(150, 10_000) },
    )
  })

  test('advancing leaves the snapshot as it was', () => {
    fc.assert(
      fc.property(machines, picks, (machine, choices) => {
        const { turns, events } = turnsOf(machine, choices)
        const before = turns.map(bytes)
        for (const [index, event] of events.entries()) {
          const turn = turns[index]
          if (turn !== undefined) advance(machine, turn.snapshot, event)
        }
        expect(turns.map(bytes)).toEqual(before)
      }),
      { numRuns: 50 },
    )
  })

  test('an attempt is numbered once: no two starts share place and number', () => {
    fc.assert(
      fc.property(machines, picks, (machine, choices) => {
        const starts = turnsOf(machine, choices).turns.flatMap(({ effect }) => {
          if (effect.kind !== 'attempt') return []
          return [[effect.frame, effect.runbook, effect.section, effect.block, effect.attempt].join(' ')]
        })
        expect(new Set(starts).size).toBe(starts.length)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a fact that does not fit', () => {
  const section = step('s', [{ role: 'action', gate: 0 }], { gates: [warning()] })
  const machine = compileMachine(new Map([['a.md', runbook('a.md', [section])]]), 'a.md')
  const gate = begin(machine)
  const open = advance(machine, gate.snapshot, fact(gate.effect, 'confirmed'))
  const attempted = fact(open.effect, 'held') as Extract<RunEvent, { type: 'attempted' }>

  test.each<[string, RunEvent, RegExp]>([
    [
      'its kind',
      fact(gate.effect, 'confirmed'),
      /`attempt` is open at `s`, and `confirmed` does not answer it/,
    ],
    ['its section', { ...attempted, section: 't' }, /names section `t`, expected `s`/],
    ['its block', { ...attempted, block: 1 }, /names block `1`, expected `0`/],
    ['its frame', { ...attempted, frame: 2 }, /names frame `2`, expected `0`/],
    ['its attempt', { ...attempted, attempt: 2 }, /names attempt `2`, expected `1`/],
  ])('is refused for %s', (_, event, message) => {
    expect(() => advance(machine, open.snapshot, event)).toThrow(UnfitEvent)
    expect(() => advance(machine, open.snapshot, event)).toThrow(message)
  })

  test('is refused after the end, and in a journal by its index', () => {
    expect(() => replay(machine, [fact(gate.effect, 'confirmed'), attempted, attempted])).toThrow(
      /^event 2 does not fit: the run is over/,
    )
  })

  test('is refused when it takes a branch that is not there or is used up, or makes a choice that is not offered', () => {
    const loop = decision('d', [], { again: to('d', 1), on: toOutcome('resolved') })
    const deciding = compileMachine(new Map([['a.md', runbook('a.md', [loop])]]), 'a.md')
    const first = begin(deciding)
    const second = advance(deciding, first.snapshot, fact(first.effect, 'take 0'))
    expect(() => advance(deciding, first.snapshot, fact(first.effect, 'take 7'))).toThrow(
      /`d` has no branch 7/,
    )
    expect(() => advance(deciding, second.snapshot, fact(second.effect, 'take 0'))).toThrow(
      /as often as it may be/,
    )
    const failed = advance(machine, open.snapshot, fact(open.effect, 'failed'))
    expect(() => advance(machine, failed.snapshot, fact(failed.effect, 'recover follow'))).toThrow(
      /`follow` is not offered/,
    )
  })
})

describe('rollbacks', () => {
  test('are armed before the first action of their section starts, and newest first', () => {
    fc.assert(
      fc.property(machines, picks, (machine, choices) => {
        const effects = turnsOf(machine, choices).turns.map(({ effect }) => effect)
        for (const [index, effect] of effects.entries()) {
          if (effect.kind !== 'recover') continue
          const acted = effect.rollbacks.map((place) => lastAct(machine, effects.slice(0, index), place))
          expect(acted).not.toContain(-1)
          expect(acted).toEqual(acted.toSorted((a, b) => b - a))
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** When a section last acted: the index of that effect. */
function lastAct(machine: RunMachine, before: readonly Effect[], place: BlockPlace): number {
  return before.findLastIndex((effect) => {
    if (effect.kind !== 'attempt' && effect.kind !== 'instruct') return false
    return effect.frame === place.frame && effect.section === place.section && isAct(machine, effect)
  })
}

function isAct(machine: RunMachine, effect: Extract<Effect, { kind: 'attempt' | 'instruct' }>): boolean {
  if (effect.kind === 'instruct') return true
  const section = machine.runbooks.get(effect.runbook)?.sections.find(({ id }) => id === effect.section)
  const role = section?.blocks[effect.block]?.role ?? ''
  return effect.purpose === 'work' && ['action', 'write', 'edit'].includes(role)
}

describe('the definition that runs', () => {
  test('is plain JSON that XState accepts, with the very states in which runs stand', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        for (const book of machine.runbooks.values()) {
          const json = bytes(machineDefinition(book))
          expect(JSON.parse(json)).toEqual(machineDefinition(book))
          expect(() => createMachine(JSON.parse(json) as never)).not.toThrow()
        }
      }),
      { numRuns: 60 },
    )
  })

  test('takes ids with dots, slashes and numbers', () => {
    const sections = [
      decision('v1.2', [], { on: to('1/2') }),
      step('1/2', [{ role: 'read' }]),
      call('go', 'x.y/b.md'),
    ]
    const other = runbook('x.y/b.md', [step('resolved', [{ role: 'read' }])])
    const machine = compileMachine(
      new Map([
        ['a.md', runbook('a.md', sections)],
        [other.path, other],
      ]),
      'a.md',
    )
    let turn = begin(machine)
    for (const word of ['take 0', 'held', 'held'] as const)
      turn = advance(machine, turn.snapshot, fact(turn.effect, word))
    expect(turn.effect).toEqual({ kind: 'end', result: 'resolved' })
  })
})

describe('the walk', () => {
  test('reaches every state in which a run stands', () => {
    fc.assert(
      fc.property(machines, fc.array(picks, { minLength: 5, maxLength: 5 }), (machine, runs) => {
        const reached = new Set(
          walkMachine(machine).reached.map(({ runbook, section, state }) => `${runbook} ${section} ${state}`),
        )
        for (const choices of runs) {
          for (const { snapshot } of turnsOf(machine, choices).turns) {
            for (const frame of snapshot.frames as {
              runbook: string
              value: string | Record<string, string>
            }[]) {
              const [section, state] =
                typeof frame.value === 'string' ? [frame.value] : (Object.entries(frame.value)[0] ?? [])
              expect(reached).toContain(`${frame.runbook} ${section} ${state}`)
            }
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('follows each transition once: its work is linear in the sections', () => {
    const worked = [100, 200, 400].map((count) => {
      const sections = Array.from({ length: count }, (_, index) =>
        step(
          `s-${index}`,
          [{ role: 'action', gate: 0 }, { role: 'verify', within: 1_000 }, { role: 'rollback' }],
          {
            gates: [warning()],
            ifItFails: to('s-0', 3),
          },
        ),
      )
      return (
        walkMachine(compileMachine(new Map([['a.md', runbook('a.md', sections)]]), 'a.md')).transitions /
        count
      )
    })
    expect(worked[1]).toBe(worked[0])
    expect(worked[2]).toBe(worked[0])
  })

  test('tells what no run enters, and what no run leaves', () => {
    const sections = [
      step('start', [{ role: 'read' }], { next: to('turn') }),
      step('turn', [{ role: 'read' }], { next: to('start') }),
      step('alone', [{ role: 'read' }]),
    ]
    const walk = walkMachine(compileMachine(new Map([['a.md', runbook('a.md', sections)]]), 'a.md'))
    expect(walk.unentered).toEqual([{ runbook: 'a.md', section: 'alone' }])
    expect(new Set(walk.stuck.map(({ section }) => section))).toEqual(new Set(['start', 'turn']))
    const bounded = [step('start', [{ role: 'read' }], { next: to('start', 3) })]
    expect(walkMachine(compileMachine(new Map([['a.md', runbook('a.md', bounded)]]), 'a.md')).stuck).toEqual(
      [],
    )
    const mute = [decision('d', [], {})]
    expect(walkMachine(compileMachine(new Map([['a.md', runbook('a.md', mute)]]), 'a.md')).stuck).not.toEqual(
      [],
    )
  })
})
