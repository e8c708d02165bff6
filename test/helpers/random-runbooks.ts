import * as fc from 'fast-check'
import type { RunMachine } from '../../engine/machine/types.ts'
import { compileMachine } from '../../engine/machine/index.ts'
import type { Edge, Gate, Runbook, Section } from '../../engine/model.ts'
import * as make from './runbooks.ts'

const paths = ['a.md', 'b.md', 'c.md']
const ids = ['one', 'two', 'three', 'four']

const gate: fc.Arbitrary<Gate> = fc.constantFrom(
  make.warning(),
  { ...make.warning(), kind: 'caution', asks: 'name', typed: 'it' },
  { ...make.warning(), kind: 'important', asks: 'nothing' },
  make.onlyIf(),
)

const block: fc.Arbitrary<make.BlockSketch> = fc.record(
  {
    role: fc.constantFrom(
      'read',
      'action',
      'action',
      'write',
      'edit',
      'verify',
      'verify',
      'follow',
      'rollback',
    ),
    gate: fc.constantFrom(0, 0, 1),
    within: fc.constant(5_000),
    retries: fc.constantFrom(1, 2),
    first: fc.boolean(),
  },
  { requiredKeys: ['role'] },
)

const message: fc.Arbitrary<make.BlockSketch> = fc.constantFrom(
  { role: 'message' },
  { role: 'message', post: true, gate: 2 },
)

function edge(targets: readonly string[], atMost: number | undefined): fc.Arbitrary<Edge> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...targets).map((id) => make.to(id, atMost)) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('resolved' as const, 'escalate' as const, 'stop' as const)
        .map((word) => make.toOutcome(word)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...paths).map((path) => make.toRunbook(path, atMost)) },
  )
}

function section(id: string, targets: readonly string[]): fc.Arbitrary<Section> {
  const bounded = edge(targets, 2)
  const undone = fc
    .tuple(bounded, fc.boolean())
    .map(([way, undo]) => (undo ? { ...way, undo: true as const } : way))
  const extra = fc.record(
    { gates: fc.tuple(gate, gate, fc.constant(make.postGate())), next: bounded, ifItFails: undone },
    { requiredKeys: ['gates'] },
  )
  const blocks = fc.array(fc.oneof({ weight: 5, arbitrary: block }, { weight: 1, arbitrary: message }), {
    minLength: 1,
    maxLength: 4,
  })
  const checks = fc.constantFrom<make.BlockSketch[]>(
    [{ role: 'read' }, { role: 'read' }],
    [{ role: 'read' }, { role: 'read' }, { role: 'read' }],
  )
  const branches = fc.tuple(edge(targets, undefined), bounded).map(([yes, no]) => ({ yes, no }))
  const asked = fc.constantFrom<make.BlockSketch[][]>(
    [],
    [{ role: 'ask' }],
    [{ role: 'read' }, { role: 'ask' }],
  )
  const proofs = fc.constantFrom<make.BlockSketch[][]>(
    [],
    [{ role: 'verify' }],
    [{ role: 'rollback', gate: 0 }],
  )
  return fc.oneof(
    { weight: 5, arbitrary: fc.tuple(blocks, extra).map(([list, more]) => make.step(id, list, more)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(asked, branches, extra)
        .map(([list, to, more]) => make.decision(id, list, to, more)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(checks, extra)
        .map(([list, more]) => make.step(id, list, { ...more, sideBySide: true })),
    },
    { weight: 1, arbitrary: extra.map((more) => make.checklist(id, ['first', 'second'], more)) },
    { weight: 1, arbitrary: fc.tuple(proofs, extra).map(([list, more]) => make.manual(id, list, more)) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...paths), extra).map(([path, more]) => make.call(id, path, more)),
    },
  )
}

function book(path: string): fc.Arbitrary<Runbook> {
  return fc
    .integer({ min: 1, max: ids.length })
    .chain((count) => {
      const here = ids.slice(0, count)
      return fc.tuple(fc.tuple(...here.map((id) => section(id, here))), fc.nat(count - 1))
    })
    .map(([sections, cut]) => {
      const all = sections.map(({ id }) => id)
      return make.runbook(
        path,
        sections,
        [all.slice(0, cut + 1), all.slice(cut + 1)].filter((list) => list.length > 0),
      )
    })
}

/** Machines of three small runbooks that call each other, hand over, loop, fail and roll back. */
export const machines: fc.Arbitrary<RunMachine> = fc
  .tuple(...paths.map(book))
  .map((books) => compileMachine(new Map(books.map((one) => [one.path, one])), paths[0] ?? ''))

/** What decides a random run: one pick an event. */
export const picks: fc.Arbitrary<readonly number[]> = fc.array(fc.nat(99), { minLength: 4, maxLength: 30 })

/** Mostly the answer that goes on, sometimes any. */
export function picked<Value>(answers: readonly Value[], pick: number): Value | undefined {
  return pick < 50 ? answers[0] : answers[pick % answers.length]
}
