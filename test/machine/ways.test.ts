import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  auditEvents,
  begin,
  compileMachine,
  fullPaths,
  replay,
  walkMachine,
  waysInto,
} from '../../engine/machine/index.ts'
import type { RunMachine } from '../../engine/machine/types.ts'
import { machines } from '../helpers/random-runbooks.ts'
import { call, decision, runbook, step, to, toOutcome, warning } from '../helpers/runbooks.ts'

function entered(machine: RunMachine): Set<string> {
  const sections = walkMachine(machine).reached.filter(({ state }) => state !== undefined)
  return new Set(sections.map(({ runbook, section }) => `${runbook}#${section}`))
}

describe('ways into sections', () => {
  const other = runbook('b.md', [step('x', [{ role: 'read' }])])
  const sections = [
    decision('d', [{ role: 'ask' }], { left: to('l'), right: to('c') }),
    step('l', [{ role: 'action', gate: 0 }], { gates: [warning()], ifItFails: to('last') }),
    call('c', 'b.md'),
    step('last', [{ role: 'read' }]),
  ]
  const book = runbook('a.md', sections, [['d'], ['l'], ['c', 'last']])
  const machine = compileMachine(
    new Map([
      ['a.md', book],
      ['b.md', other],
    ]),
    'a.md',
  )

  test('are the shortest there are, and replay', () => {
    const ways = waysInto(machine)
    expect(
      [...ways].map(([section, { events }]) => [section, events.map(({ type }) => type).join(' ')]),
    ).toEqual([
      ['a.md#d', ''],
      ['a.md#l', 'attempted chosen'],
      ['a.md#c', 'attempted chosen'],
      ['b.md#x', 'attempted chosen'],
      ['a.md#last', 'attempted chosen attempted'],
    ])
    for (const { events, turn } of ways.values()) expect(replay(machine, events)).toEqual(turn)
  })

  test('lead into every section that the walk says can be entered', () => {
    fc.assert(
      fc.property(machines, (random) => {
        const ways = waysInto(random)
        expect(new Set(ways.keys())).toEqual(entered(random))
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  test('make full paths, shortest first, each with its end and all its gates', () => {
    const paths = [...fullPaths(machine, 40)]
    expect(paths).toHaveLength(40)
    const lengths = paths.map(({ events }) => events.length)
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
    for (const { events, turn } of paths) {
      expect(turn.effect.kind).toBe('end')
      expect(replay(machine, events)).toEqual(turn)
      expect(auditEvents(machine, events)).toEqual([])
    }
    expect([...fullPaths(compileMachine(new Map([['b.md', other]]), 'b.md'), 100)].length).toBeGreaterThan(1)
  })

  test('an empty runbook fails at once', () => {
    const empty = compileMachine(new Map([['a.md', runbook('a.md', [])]]), 'a.md')
    expect(begin(empty).effect).toEqual({ kind: 'end', result: 'failed' })
    const stop = compileMachine(
      new Map([['a.md', runbook('a.md', [decision('d', [], { go: toOutcome('stop') })])]]),
      'a.md',
    )
    expect([...fullPaths(stop, 10)].map(({ turn }) => turn.effect)).toEqual([
      { kind: 'end', result: 'stopped' },
    ])
  })
})
