import { describe, expect, test } from 'vitest'
import { compileMachine, planRun } from '../../engine/machine/index.ts'
import type { Runbook } from '../../engine/model.ts'
import type { Known, Plan, Prospect } from '../../engine/plan.ts'
import {
  call,
  decision,
  manual,
  runbook,
  step,
  to,
  toOutcome,
  toRunbook,
  warning,
} from '../helpers/runbooks.ts'

const nothing: Known = { possible: () => undefined }

function planOf(books: readonly Runbook[], known: Known = nothing): Plan {
  return planRun(compileMachine(new Map(books.map((book) => [book.path, book])), books[0]?.path ?? ''), known)
}

function word(prospect: Prospect): string {
  if (prospect.kind === 'would-run') return 'would run'
  if (prospect.kind === 'would-not-run') return `would not run, because ${prospect.because}`
  const { section, block } = prospect.until
  return `unknown until ${section}${block === undefined ? '' : ` ${block}`}`
}

function sectionsOf(plan: Plan): string[] {
  return plan.runbooks.flatMap(({ path, sections }) =>
    sections.map(({ section, prospect }) => `${path} ${section.id}: ${word(prospect)}`),
  )
}

const tree = runbook(
  'a.md',
  [
    decision('ask', [{ role: 'ask' }], { yes: to('left'), no: to('right') }),
    step('left', [{ role: 'action' }]),
    step('after', [{ role: 'read' }]),
    step('right', [{ role: 'action' }, { role: 'verify' }], { ifItFails: to('last') }),
    step('last', [{ role: 'read' }]),
    step('nowhere', [{ role: 'read' }]),
  ],
  [['ask'], ['left', 'after'], ['right'], ['last'], ['nowhere']],
)

describe('a plan', () => {
  test('is certain up to the first open decision, and unknown below its branches', () => {
    expect(sectionsOf(planOf([tree]))).toEqual([
      'a.md ask: would run',
      'a.md left: unknown until ask 0',
      'a.md after: unknown until ask 0',
      'a.md right: unknown until ask 0',
      'a.md last: unknown until ask 0',
    ])
  })

  test('follows the branch that is known, and says why the others are not taken', () => {
    const plan = planOf([tree], { possible: () => [1] })
    expect(sectionsOf(plan)).toEqual([
      'a.md ask: would run',
      'a.md left: would not run, because `ask` is answered `no`',
      'a.md after: would not run, because `ask` is answered `no`',
      'a.md right: would run',
      'a.md last: unknown until right 1',
    ])
    expect(plan.runbooks[0]?.sections[0]?.branches.map(({ state }) => state)).toEqual(['ruled-out', 'taken'])
  })

  test('is unknown behind a check that is tried first, and knows once it was run', () => {
    const section = step(
      's',
      [{ role: 'read' }, { role: 'action', gate: 0 }, { role: 'verify', first: true }, { role: 'rollback' }],
      {
        gates: [warning()],
      },
    )
    const blocks = (known: Known) =>
      planOf([runbook('a.md', [section])], known).runbooks[0]?.sections[0]?.blocks ?? []
    const rollback = 'would not run, because rollbacks run only when the operator rolls back'
    expect(blocks(nothing).map(({ prospect }) => word(prospect))).toEqual([
      'would run',
      'unknown until s 2',
      'would run',
      rollback,
    ])
    expect(blocks(nothing).map(({ gate }) => gate)).toEqual([undefined, 0, undefined, undefined])
    const done = blocks({ ...nothing, held: (_, __, block) => (block === 2 ? true : undefined) })
    expect(word(done[1]?.prospect ?? { kind: 'would-run' })).toBe(
      'would not run, because what `s` would do is done already',
    )
    const needed = blocks({ ...nothing, held: (_, __, block) => (block === 2 ? false : undefined) })
    expect(word(needed[1]?.prospect ?? { kind: 'would-run' })).toBe('would run')
  })

  test('goes through called runbooks, and is as certain after them as they are of being resolved', () => {
    const plain = runbook('b.md', [step('x', [{ role: 'action' }])])
    const open = runbook('b.md', [decision('x', [], { ok: toOutcome('resolved'), no: toOutcome('stop') })])
    const caller = runbook('a.md', [call('c', 'b.md'), step('s', [{ role: 'read' }])])
    expect(sectionsOf(planOf([caller, plain])).at(1)).toBe('a.md s: would run')
    expect(sectionsOf(planOf([caller, open])).at(1)).toBe('a.md s: unknown until x')
    const handing = runbook('a.md', [decision('d', [], { on: toRunbook('b.md') })])
    expect(sectionsOf(planOf([handing, plain]))).toEqual(['a.md d: would run', 'b.md x: would run'])
  })

  test('ends for loops and for runbooks that lead to each other', () => {
    const a = runbook('a.md', [
      manual('m'),
      decision('d', [], { again: to('m', 3), on: toRunbook('b.md', 2) }),
    ])
    const b = runbook('b.md', [decision('e', [], { back: toRunbook('a.md', 2), stop: toOutcome('stop') })])
    expect(sectionsOf(planOf([a, b]))).toEqual([
      'a.md m: would run',
      'a.md d: would run',
      'b.md e: unknown until d',
    ])
  })
})
