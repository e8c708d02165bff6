import { describe, expect, test } from 'vitest'
import { begin, compileMachine } from '../../engine/machine/index.ts'
import type { RunMachine } from '../../engine/machine/types.ts'
import type { Runbook, Section } from '../../engine/model.ts'
import { play, type Word } from '../helpers/facts.ts'
import {
  call,
  checklist,
  decision,
  manual,
  runbook,
  step,
  to,
  toOutcome,
  toRunbook,
  warning,
} from '../helpers/runbooks.ts'

function machineOf(...books: Runbook[]): RunMachine {
  return compileMachine(new Map(books.map((book) => [book.path, book])), books[0]?.path ?? '')
}

function played(sections: readonly Section[], words: readonly (Word | readonly [Word, string])[]): string[] {
  const machine = machineOf(runbook('a.md', sections))
  return play(machine, begin(machine), words)
}

describe('a step', () => {
  test('does its blocks in order and ends resolved at the end of its path', () => {
    expect(
      played(
        [step('s', [{ role: 'read' }, { role: 'action' }, { role: 'verify' }])],
        ['held', 'held', 'held'],
      ),
    ).toEqual(['attempt s 0 #1', 'attempt s 1 #1', 'attempt s 2 #1', 'end resolved'])
  })

  test('asks at the gate of every acting block, once per attempt', () => {
    const section = step(
      's',
      [
        { role: 'read', gate: 0 },
        { role: 'action', gate: 0 },
        { role: 'verify', gate: 0 },
      ],
      {
        gates: [warning()],
      },
    )
    expect(
      played([section], ['held', 'confirmed', 'failed', 'recover retry', 'confirmed', 'held', 'held']),
    ).toEqual([
      'attempt s 0 #1',
      'confirm s 1 #1',
      'attempt s 1 #1 d1',
      'recover s action: retry edit skip escalate suspend stop fail',
      'confirm s 1 #2',
      'attempt s 1 #2 d1',
      'attempt s 2 #1',
      'end resolved',
    ])
  })

  test('goes back to the gate when the bytes have changed', () => {
    const section = step('s', [{ role: 'action', gate: 0 }], { gates: [warning()] })
    expect(played([section], ['confirmed', 'changed', 'denied', 'recover stop'])).toEqual([
      'confirm s 0 #1',
      'attempt s 0 #1 d1',
      'confirm s 0 #2',
      'recover s denied: retry edit skip escalate suspend stop fail',
      'end stopped',
    ])
  })

  test('is done when every check that is tried first holds', () => {
    const section = step(
      's',
      [{ role: 'read' }, { role: 'action', gate: 0 }, { role: 'verify', first: true }],
      {
        gates: [warning()],
      },
    )
    expect(played([section], ['held', 'held'])).toEqual([
      'attempt s 0 #1',
      'attempt s 2 #1 check-first',
      'end resolved',
    ])
    expect(played([section], ['held', 'failed', 'confirmed', 'held', 'held'])).toEqual([
      'attempt s 0 #1',
      'attempt s 2 #1 check-first',
      'confirm s 1 #1',
      'attempt s 1 #1 d1',
      'attempt s 2 #2',
      'end resolved',
    ])
  })

  test('polls a verification until its deadline, with one last poll at the deadline', () => {
    const section = step('s', [{ role: 'verify', within: 5_000, every: 3_000 }])
    const at = (seconds: number) => `2026-11-22T12:00:0${seconds}.000Z`
    expect(
      played(
        [section],
        ['failed', 'waited', ['failed', at(3)], 'waited', ['failed', at(5)], 'recover retry', 'held'],
      ),
    ).toEqual([
      'attempt s 0 #1',
      'wait s 0 12:00:03',
      'attempt s 0 #2',
      'wait s 0 12:00:05',
      'attempt s 0 #3',
      'recover s verification: retry edit skip escalate suspend stop fail',
      'attempt s 0 #4',
      'end resolved',
    ])
  })

  test('retries as often as it says, and asks the gate each time', () => {
    const section = step('s', [{ role: 'action', gate: 0, retries: 1 }], { gates: [warning()] })
    expect(
      played([section], ['confirmed', 'failed', 'waited', 'confirmed', 'failed', 'recover skip']),
    ).toEqual([
      'confirm s 0 #1',
      'attempt s 0 #1 d1',
      'wait s 0 12:00:02',
      'confirm s 0 #2',
      'attempt s 0 #2 d1',
      'recover s action: retry edit skip escalate suspend stop fail',
      'end resolved',
    ])
  })

  test('follows If it fails while its bound lasts', () => {
    const sections = [step('s', [{ role: 'action' }], { ifItFails: to('s', 1) })]
    expect(played(sections, ['failed', 'recover follow', 'failed', 'recover fail'])).toEqual([
      'attempt s 0 #1',
      'recover s action: follow retry edit skip escalate suspend stop fail',
      'attempt s 0 #2',
      'recover s action: retry edit skip escalate suspend stop fail',
      'end failed',
    ])
  })

  test('fails as exhausted when the bound of Next is used up', () => {
    const sections = [step('s', [{ role: 'read' }], { next: to('s', 2) })]
    expect(played(sections, ['held', 'held', 'held', 'recover escalate'])).toEqual([
      'attempt s 0 #1',
      'attempt s 0 #2',
      'attempt s 0 #3',
      'recover s exhausted: escalate suspend stop fail',
      'end escalated',
    ])
  })

  test('goes back to the action with new inputs, to the verification without', () => {
    const sections = [step('s', [{ role: 'action' }, { role: 'verify' }])]
    expect(played(sections, ['held', 'failed', 'recover retry', 'failed', 'recover edit']).slice(3)).toEqual([
      'attempt s 1 #2',
      'recover s verification: retry edit skip escalate suspend stop fail',
      'attempt s 0 #2',
    ])
  })
})

describe('doubt', () => {
  const section = step(
    's',
    [
      { role: 'action', gate: 0 },
      { role: 'verify', within: 4_000 },
    ],
    { gates: [warning()] },
  )

  test('about a block that only looks starts it again', () => {
    expect(played([step('s', [{ role: 'read' }])], ['doubted', 'held'])).toEqual([
      'attempt s 0 #1',
      'attempt s 0 #2',
      'end resolved',
    ])
  })

  test('about an action is settled by its verification', () => {
    expect(played([section], ['confirmed', 'doubted', 'failed', 'waited', 'held', 'held'])).toEqual([
      'confirm s 0 #1',
      'attempt s 0 #1 d1',
      'attempt s 1 #1 settle',
      'wait s 1 12:00:02',
      'attempt s 1 #2 settle',
      'attempt s 1 #3',
      'end resolved',
    ])
  })

  test('that verification cannot settle is for the operator, and a retry passes the gate again', () => {
    const words: Word[] = [
      'confirmed',
      'doubted',
      'interrupted',
      'settle verify',
      'interrupted',
      'settle retry',
      'confirmed',
    ]
    expect(played([section], words)).toEqual([
      'confirm s 0 #1',
      'attempt s 0 #1 d1',
      'attempt s 1 #1 settle',
      'settle s 0 #1 with evidence',
      'attempt s 1 #2 settle',
      'settle s 0 #1 with evidence',
      'confirm s 0 #2',
      'attempt s 0 #2 d1',
    ])
  })

  test('ends in done, not done or stop as the operator says', () => {
    const bare = [step('s', [{ role: 'action' }, { role: 'read' }])]
    expect(played(bare, ['doubted', 'settle done']).slice(1)).toEqual(['settle s 0 #1', 'attempt s 1 #1'])
    expect(played(bare, ['doubted', 'settle not-done']).at(-1)).toMatch(/^recover s action/)
    expect(played(bare, ['doubted', 'settle stop']).at(-1)).toBe('end stopped')
  })
})

describe('a decision', () => {
  test('reads, asks and chooses', () => {
    const sections = [
      decision('d', [{ role: 'read' }, { role: 'ask' }], { yes: to('s'), no: toOutcome('escalate', 'Lead') }),
      step('s', [{ role: 'read' }]),
    ]
    expect(played(sections, ['held', 'failed', 'take 1'])).toEqual([
      'attempt d 0 #1',
      'attempt d 1 #1',
      'choose d',
      'end escalated Lead',
    ])
    expect(played(sections, ['held', 'held', 'take 0', 'held']).at(-1)).toBe('end resolved')
  })

  test('offers a bounded branch until it is used up, and fails when none is left', () => {
    const sections = [
      decision('d', [], { again: to('d', 1), 'and again': to('d', 1) }, { ifItFails: toOutcome('stop') }),
    ]
    expect(played(sections, ['take 0', 'take 1', 'recover follow'])).toEqual([
      'choose d',
      'choose d without 0',
      'recover d exhausted: follow escalate suspend stop fail',
      'end stopped',
    ])
  })
})

describe('what a person does', () => {
  test('a checklist asks for each item', () => {
    expect(
      played(
        [checklist('c', ['one', 'two'], { gates: [warning()] })],
        ['confirmed', 'ticked', 'unticked', 'recover retry', 'ticked'],
      ),
    ).toEqual([
      'confirm c #1',
      'tick c 0',
      'tick c 1',
      'recover c unticked: retry edit skip escalate suspend stop fail',
      'tick c 1',
      'end resolved',
    ])
  })

  test('a manual step instructs, then verifies', () => {
    const section = manual('m', [{ role: 'verify' }, { role: 'rollback' }], { gates: [warning()] })
    expect(
      played([section], ['confirmed', 'not done', 'recover retry', 'confirmed', 'done', 'failed']),
    ).toEqual([
      'confirm m #1',
      'instruct m',
      'recover m manual: retry edit skip roll-back escalate suspend stop fail',
      'confirm m #2',
      'instruct m',
      'attempt m 0 #1',
      'recover m verification: retry edit skip roll-back escalate suspend stop fail',
    ])
  })
})

describe('other runbooks', () => {
  const other = runbook('b.md', [decision('x', [], { ok: toOutcome('resolved'), no: toOutcome('stop') })])

  test('a call returns when the called runbook is resolved', () => {
    const machine = machineOf(runbook('a.md', [call('c', 'b.md'), step('s', [{ role: 'read' }])]), other)
    expect(play(machine, begin(machine), ['take 0', 'held'])).toEqual([
      'choose x@1',
      'attempt s 0 #1',
      'end resolved',
    ])
  })

  test('any other outcome fails the calling section', () => {
    const machine = machineOf(
      runbook('a.md', [call('c', 'b.md', { ifItFails: toOutcome('escalate') })]),
      other,
    )
    expect(play(machine, begin(machine), ['take 1', 'recover follow'])).toEqual([
      'choose x@1',
      'recover c called: follow retry edit skip escalate suspend stop fail',
      'end escalated',
    ])
  })

  test('a branch to another runbook hands the run over', () => {
    const machine = machineOf(runbook('a.md', [decision('d', [], { go: toRunbook('b.md') })]), other)
    expect(play(machine, begin(machine), ['take 0', 'take 1'])).toEqual([
      'choose d',
      'choose x@1',
      'end stopped',
    ])
  })

  test('a runbook that calls itself fails instead of never ending', () => {
    const machine = machineOf(runbook('a.md', [call('c', 'a.md')]))
    expect(play(machine, begin(machine), [])[0]).toMatch(/^recover c called/)
  })

  test('runbooks that hand over to each other are bounded across the hand-overs', () => {
    const a = runbook('a.md', [decision('d', [], { go: toRunbook('b.md', 1), stop: toOutcome('stop') })])
    const b = runbook('b.md', [decision('e', [], { back: toRunbook('a.md') })])
    const machine = machineOf(a, b)
    expect(play(machine, begin(machine), ['take 0', 'take 0'])).toEqual([
      'choose d',
      'choose e@1',
      'choose d@2 without 0',
    ])
  })

  test('the operator who stops ends the whole run, wherever it stands', () => {
    const called = runbook('b.md', [step('x', [{ role: 'action' }])])
    const machine = machineOf(runbook('a.md', [call('c', 'b.md')]), called)
    expect(play(machine, begin(machine), ['failed', 'recover stop']).at(-1)).toBe('end stopped')
    expect(play(machine, begin(machine), ['stopped']).at(-1)).toBe('end stopped')
    expect(play(machine, begin(machine), ['failed', 'recover fail']).at(-1)).toMatch(/^recover c called/)
  })
})

describe('rollbacks', () => {
  const sections = [
    step('one', [{ role: 'action' }, { role: 'rollback' }, { role: 'rollback', gate: 0 }], {
      gates: [warning()],
    }),
    step('two', [{ role: 'action' }, { role: 'rollback' }]),
  ]

  test('run newest first, with their gates, and then the operator is asked again', () => {
    const words: Word[] = [
      'held',
      'failed',
      'recover roll-back',
      'held',
      'confirmed',
      'held',
      'held',
      'recover retry',
    ]
    expect(played(sections, words)).toEqual([
      'attempt one 0 #1',
      'attempt two 0 #1',
      'recover two action: retry edit skip roll-back escalate suspend stop fail',
      'attempt two 1 #1 rollback',
      'confirm one 2 #1',
      'attempt one 2 #1 rollback d1',
      'attempt one 1 #1 rollback',
      'recover two action: retry edit escalate suspend stop fail',
      'attempt two 0 #2',
    ])
  })

  test('that fail go back to the operator, who tries again or goes on to the next', () => {
    const words: Word[] = [
      'held',
      'failed',
      'recover roll-back',
      'failed',
      'recover roll-back',
      'held',
      'denied',
      'recover skip',
      'held',
    ]
    expect(played(sections, words).slice(3)).toEqual([
      'attempt two 1 #1 rollback',
      'recover two rollback: retry edit skip roll-back escalate suspend stop fail',
      'attempt two 1 #2 rollback',
      'confirm one 2 #1',
      'recover two rollback: retry edit skip roll-back escalate suspend stop fail',
      'attempt one 1 #1 rollback',
      'recover two action: retry edit escalate suspend stop fail',
    ])
  })

  test('in doubt are settled by the operator alone', () => {
    const words: Word[] = ['held', 'failed', 'recover roll-back', 'doubted', 'settle done']
    expect(played(sections, words).slice(3)).toEqual([
      'attempt two 1 #1 rollback',
      'settle two 1 #1',
      'confirm one 2 #1',
    ])
  })

  test('of a called runbook stay armed after it has returned', () => {
    const called = runbook('b.md', [step('x', [{ role: 'action' }, { role: 'rollback' }])])
    const machine = machineOf(runbook('a.md', [call('c', 'b.md'), step('s', [{ role: 'action' }])]), called)
    expect(play(machine, begin(machine), ['held', 'failed', 'recover roll-back', 'held'])).toEqual([
      'attempt x@1 0 #1',
      'attempt s 0 #1',
      'recover s action: retry edit skip roll-back escalate suspend stop fail',
      'attempt x@1 1 #1 rollback',
      'recover s action: retry edit escalate suspend stop fail',
    ])
  })
})
