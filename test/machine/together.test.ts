import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance, begin, compileMachine } from '../../engine/machine/index.ts'
import type { Turn } from '../../engine/machine/types.ts'
import type { Section } from '../../engine/model.ts'
import { fact, play, type Word } from '../helpers/facts.ts'
import { decision, postGate, runbook, step, to, toOutcome, warning } from '../helpers/runbooks.ts'

function machineOf(...sections: Section[]) {
  return compileMachine(new Map([['a.md', runbook('a.md', sections)]]), 'a.md')
}

function lines(section: Section, words: readonly Word[], ...more: Section[]): string[] {
  const machine = machineOf(section, ...more)
  return play(machine, begin(machine), words)
}

const three = [{ role: 'read' }, { role: 'read' }, { role: 'read' }] as const
const checks = step('c', three, { sideBySide: true, ifItFails: toOutcome('escalate', 'Lead') })

describe('checks side by side', () => {
  test('stay open until the last of them has ended, in whatever order they end', () => {
    expect(lines(checks, ['held 1', 'held 2', 'held 0'])).toEqual([
      'together c 0#1 1#1 2#1',
      'together c 0#1 2#1',
      'together c 0#1',
      'end resolved',
    ])
  })

  test('fail together, and say all that failed in the order of the page', () => {
    const machine = machineOf(checks)
    let turn = begin(machine)
    for (const word of ['failed 2', 'held 1', 'failed 0'] as const)
      turn = advance(machine, turn.snapshot, fact(turn.effect, word))
    expect(turn.effect).toMatchObject({
      kind: 'recover',
      failure: { kind: 'read', block: 0, together: [{ block: 0 }, { block: 2 }] },
    })
  })

  test('are all started again by a retry, with new numbers', () => {
    expect(lines(checks, ['failed 0', 'held 1', 'held 2', 'recover retry', 'held 0']).slice(-2)).toEqual([
      'together c 0#2 1#2 2#2',
      'together c 1#2 2#2',
    ])
  })

  test('start one again when nobody knows what became of it, beside those that still run', () => {
    expect(lines(checks, ['held 0', 'doubted 2', 'held 2', 'doubted 1', 'held 1'])).toEqual([
      'together c 0#1 1#1 2#1',
      'together c 1#1 2#1',
      'together c 1#1 2#2',
      'together c 1#1',
      'together c 1#2',
      'end resolved',
    ])
  })

  test('can be passed over, or lead where the section says', () => {
    const failed: Word[] = ['failed 0', 'held 1', 'held 2']
    expect(lines(checks, [...failed, 'recover skip']).at(-1)).toBe('end resolved')
    expect(lines(checks, [...failed, 'recover follow']).at(-1)).toBe('end escalated Lead')
  })

  test('come before the question of a decision', () => {
    const asked = decision(
      'd',
      [{ role: 'read' }, { role: 'read' }, { role: 'ask' }],
      { on: toOutcome('resolved') },
      { sideBySide: true },
    )
    expect(lines(asked, ['held 1', 'held 0', 'held'])).toEqual([
      'together d 0#1 1#1',
      'together d 0#1',
      'attempt d 2 #1',
      'choose d',
    ])
  })

  test('give the same end in every order, and never the same number twice', () => {
    const held = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean())
    const orders = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 })
    const machine = machineOf(checks)
    fc.assert(
      fc.property(held, orders, fc.array(fc.nat(2), { maxLength: 4 }), (verdicts, order, doubts) => {
        const started: string[] = []
        let turn: Turn = begin(machine)
        const see = () => {
          const { effect } = turn
          if (effect.kind === 'together') started.push(...effect.attempts.map((one) => JSON.stringify(one)))
        }
        see()
        for (const block of doubts) {
          turn = advance(machine, turn.snapshot, fact(turn.effect, `doubted ${block}`))
          see()
        }
        for (const block of order)
          turn = advance(
            machine,
            turn.snapshot,
            fact(turn.effect, `${verdicts[block] ? 'held' : 'failed'} ${block}`),
          )
        expect(turn.effect.kind).toBe(verdicts.every(Boolean) ? 'end' : 'recover')
        expect(new Set(started).size).toBe(3 + doubts.length)
      }),
      { numRuns: 200 },
    )
  })

  test('refuse a fact about a check that has ended, or about another start of it', () => {
    const machine = machineOf(checks)
    const first = begin(machine)
    const event = fact(first.effect, 'held 0')
    const second = advance(machine, first.snapshot, event)
    expect(() => advance(machine, second.snapshot, event)).toThrow(/names block `0`, expected `1`/)
    expect(() => advance(machine, first.snapshot, { ...event, attempt: 2 } as never)).toThrow(
      /names attempt `2`/,
    )
  })
})

describe('a message', () => {
  const plain = step('m', [{ role: 'message' }, { role: 'read' }])
  const posted = step('m', [{ role: 'message', post: true, gate: 0 }, { role: 'read' }], {
    gates: [postGate()],
  })

  test('is told, and the run goes on', () =>
    expect(lines(plain, ['told'])).toEqual(['tell m 0', 'attempt m 1 #1']))

  test('is posted behind a gate of its own, or not, and neither is a failure', () => {
    expect(lines(posted, ['told', 'confirmed', 'held'])).toEqual([
      'tell m 0',
      'confirm m 0 #1',
      'attempt m 0 #1 d1',
      'attempt m 1 #1',
    ])
    expect(lines(posted, ['told', 'denied']).at(-1)).toBe('attempt m 1 #1')
  })

  test('is never posted again when nobody knows whether it was', () => {
    expect(lines(posted, ['told', 'confirmed', 'doubted', 'settle retry'])).toEqual([
      'tell m 0',
      'confirm m 0 #1',
      'attempt m 0 #1 d1',
      'settle m 0 #1',
      'confirm m 0 #2',
    ])
  })
})

describe('undo, then go on', () => {
  const act = [{ role: 'action' }, { role: 'rollback' }] as const
  const undone = (target: string) =>
    step(target, act, { ifItFails: { ...toOutcome('escalate', 'Lead'), undo: true } })

  test('undoes what the section did before it leads on', () => {
    expect(lines(undone('u'), ['failed', 'recover follow', 'held'])).toEqual([
      'attempt u 0 #1',
      'recover u action: follow retry edit skip roll-back escalate suspend stop fail',
      'attempt u 1 #1 rollback',
      'end escalated Lead',
    ])
  })

  test('leaves alone what other sections did', () => {
    const before = step('b', act)
    const machine = machineOf(before, undone('u'))
    expect(play(machine, begin(machine), ['held', 'failed', 'recover follow', 'held']).slice(-2)).toEqual([
      'attempt u 1 #1 rollback',
      'end escalated Lead',
    ])
  })

  test('goes on at once when nothing was done yet', () => {
    const gated = step('g', [{ role: 'action', gate: 0 }, { role: 'rollback' }], {
      gates: [warning()],
      ifItFails: { ...to('z'), undo: true },
    })
    expect(lines(gated, ['denied', 'recover follow'], step('z', [{ role: 'read' }])).at(-1)).toBe(
      'attempt z 0 #1',
    )
  })

  test('asks when the undoing fails', () => {
    expect(lines(undone('u'), ['failed', 'recover follow', 'failed']).at(-1)).toMatch(
      /^recover u rollback: follow/,
    )
    expect(lines(undone('u'), ['failed', 'recover follow', 'failed', 'recover skip']).at(-1)).toBe(
      'end escalated Lead',
    )
  })
})
