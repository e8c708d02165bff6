import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holds, holdsOnBindings, judge, needsOutcome } from '../../engine/judge.ts'
import type { Condition } from '../../engine/model.ts'
import type { Outcome } from '../../engine/outcome.ts'
import { parseCondition } from '../../engine/parse/conditions.ts'

const stream = { file: '', bytes: 0, sha256: '', head: '', tail: '' }
const at = { startedAt: '2026-11-20T00:00:00.000Z', endedAt: '2026-11-20T00:00:01.000Z' }
const ended = (outcome: Partial<Outcome>): Outcome => ({
  ended: 'exited',
  code: 0,
  ...at,
  stdout: stream,
  stderr: stream,
  values: {},
  ...outcome,
})

function condition(text: string): Condition {
  const parsed = parseCondition(text, 0)
  if (parsed.condition === undefined) throw new Error(parsed.problem.message)
  return parsed.condition
}

const bindings = new Map([
  ['KIND', 'docker'],
  ['COUNT', '10'],
  ['EMPTY', ''],
  ['AGE', '90m'],
  ['LONG', '1h30m'],
])
const check = (text: string, stdout: string, cut = false, outcome = ended({})) =>
  holds(condition(text), { outcome, stdout, cut }, bindings)

describe('holds', () => {
  test.each([
    ['output contains "x"', 'a x b', true],
    ['output is "x"', 'x\n\n', true],
    ['output is "x"', ' x', false],
    ['output is empty', '\n', true],
    ['output is empty', '0', false],
    ['output matches /^b$/', 'a\nb\nc', true],
    ['output matches /^B$/', 'a\nb\nc', false],
    ['output matches /^B$/i', 'a\r\nb\r\nc', true],
    ['value < 80', '79.5 of 100', true],
    ['value < 80', 'no number', false],
    ['not value < 80', 'no number', false],
    ['value is 3', 'node-1 of v2: 3', true],
    ['value is 3', '5xx errors at 10.0.0.1: 3', true],
    ['value < 0', '-3e-05', true],
    ['value < 1 s', '250ms', true],
    ['value < 1 s', '2.5 s', false],
    ['value > 1 GB', '1.5G', true],
    ['value > 1 GB', '900MiB', false],
    ['value < 90%', '85 %', true],
    ['value < 90%', '85ms', false],
    ['value < 100', '1,234 jobs', false],
    ['not value < 100', '1,234 jobs', false],
    ['value < 2 h', '90 m', true],
    ['value > 2 MB', '5m', true],
    ['value > 9', '10 d', true],
    ['value <= $COUNT', '10 ms', true],
    ['value < $COUNT ms', '0.005 s', true],
    ['value < $AGE', '89 m', true],
    ['value < $AGE', '2 h', false],
    ['value < $NOBODY', '1', false],
    ['not value < $NOBODY', '1', false],
    ['not value < $KIND', '1', false],
    ['output is $KIND', 'docker\n', true],
    ['output contains $NOBODY', 'x', false],
    ['json .a is $COUNT', '{"a":10}', true],
    ['json .a is $COUNT', '{"a":"11"}', false],
    ['json .a > $COUNT', '{"a":11}', true],
    ['not json .a > $NOBODY', '{"a":11}', false],
    ['$COUNT is $COUNT', '', true],
    ['$COUNT is $KIND', '', false],
    ['$AGE < 2 h', '', true],
    ['$AGE < 1h', '', false],
    ['$AGE <= $LONG', '', true],
    ['not $AGE < 5 MB', '', false],
    ['json .a.b is "x"', '{"a":{"b":"x"}}', true],
    ['json .a[1] > 3', '{"a":[1,4]}', true],
    ['json .a exists', '{"a":null}', true],
    ['json .b exists', '{"a":1}', false],
    ['not json .b exists', '{"a":1}', true],
    ['not json .b is 1', '{"a":1}', false],
    ['json .a is 1', 'not json', false],
    ['json .a is "1"', '{"a":1}', false],
    ['json .tags contains "x"', '{"tags":["y","x"]}', true],
    ['json .constructor exists', '{}', false],
    ['$KIND is docker', '', true],
    ['$KIND is podman', '', false],
    ['$COUNT > 9', '', true],
    ['$KIND > 9', '', false],
    ['$GONE is x', '', false],
    ['not $GONE is x', '', false],
    ['$GONE is empty', '', true],
    ['$EMPTY is empty', '', true],
    ['$KIND matches /^dock/', '', true],
    ['otherwise', '', true],
    ['exit 0 and output contains "x"', 'x', true],
    ['exit 0 and output contains "x"', 'y', false],
  ])('%s on %j: %s', (text, stdout, held) => {
    expect(check(text, stdout)).toMatchObject({ expected: text, held })
  })

  test.each([
    ['exit 0', {}, true, 'exit 0'],
    ['exit 3', { code: 3 }, true, 'exit 3'],
    ['exit not 0', { code: 3 }, true, 'exit 3'],
    ['exit 0', { ended: 'timed-out' }, false, 'out of time'],
    ['exit not 0', { ended: 'timed-out' }, false, 'out of time'],
    ['exit 0', { ended: 'signalled', signal: 'SIGKILL' }, false, 'ended by SIGKILL'],
  ] as [string, Partial<Outcome>, boolean, string][])('%s on %j', (text, outcome, held, actual) => {
    expect(check(text, '', false, ended(outcome))).toEqual({ expected: text, held, actual })
  })

  test('of output that was cut, only what is there is known', () => {
    expect(check('output contains "x"', 'ax', true).held).toBe(true)
    expect(check('output contains "y"', 'ax', true).held).toBe(false)
    expect(check('not output contains "y"', 'ax', true).held).toBe(false)
    expect(check('json .a is 1', '{"a":1}', true).held).toBe(false)
  })

  test('what is not known never holds, negated neither', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('value < 3', 'json .a is 1', '$KIND < 3', 'output contains "q"'),
        (stdout, text) => {
          const both = [check(text, stdout, true).held, check(`not ${text}`, stdout, true).held]
          expect(both).not.toEqual([true, true])
        },
      ),
    )
  })

  test('a condition on inputs alone needs no command', () => {
    expect(holdsOnBindings(condition('$KIND is docker'), bindings)?.held).toBe(true)
    expect(holdsOnBindings(condition('$KIND is docker and exit 0'), bindings)).toBeUndefined()
    expect(needsOutcome(condition('not value < 3'))).toBe(true)
  })
})

describe('judge', () => {
  const run = (stdout: string, must?: Parameters<typeof judge>[1], outcome = ended({})) =>
    judge({ outcome, stdout, cut: false }, must, new Map())

  test('without an expectation, exit 0', () => {
    expect(run('')).toEqual({ held: true, checks: [{ expected: 'exit 0', actual: 'exit 0', held: true }] })
    expect(run('', undefined, ended({ code: 1 })).held).toBe(false)
  })

  test('what never started meets nothing', () => {
    const must = { must: { kind: 'conditions', conditions: [condition('output is empty')] } } as const
    const verdict = run('', must, ended({ ended: 'unstarted', detail: 'no such program' }))
    expect(verdict).toEqual({
      held: false,
      checks: [{ expected: 'the command starts', actual: 'no such program', held: false }],
    })
  })

  test('one line for each condition', () => {
    const conditions = [condition('exit 0 and value < 3'), condition('output contains "x"')]
    const verdict = run('5 x', { must: { kind: 'conditions', conditions } })
    expect(verdict.checks.map(({ expected, actual, held }) => `${expected}: ${actual} ${held}`)).toEqual([
      'exit 0: exit 0 true',
      'value < 3: 5 false',
      'output contains "x": "5 x" true',
    ])
  })

  test.each([
    [{ a: 1 }, '{"a":1,"b":2}', []],
    [{ a: { b: [1, { c: 2 }] } }, '{"a":{"b":[1,{"c":2,"d":3}]}}', []],
    [{ a: 1, b: 2 }, '{"a":2}', ['json .a is 1: 2', 'json .b is 2: it is not there']],
    [{ a: [1] }, '{"a":[1,2]}', ['json .a is [1]: [1,2]']],
    [{ a: 1 }, 'oops', ['{"a":1}: the output is not JSON']],
  ])('json %j in %s', (sample, stdout, missing) => {
    const verdict = run(stdout, { must: { kind: 'json', sample, text: '' } })
    expect(verdict.held).toBe(missing.length === 0)
    expect(
      verdict.checks.filter(({ held }) => !held).map(({ expected, actual }) => `${expected}: ${actual}`),
    ).toEqual(missing)
  })

  test.each([
    ['ready\nworkers: …', 'ready\nworkers: 7\n', true],
    ['ready', 'ready  \r\n\n', true],
    ['ready\n…\nend', 'ready\na\nb\nend', true],
    ['ready\n…\nend', 'ready\nend', true],
    ['…\nx', 'x\ny\nx', true],
    ['…\nx', 'x\ny', false],
    ['a…b…c', 'a-b-c', true],
    ['a…b…b', 'ab', false],
    ['a', 'a\nb', false],
    ['a\nb', 'a', false],
  ])('text %j on %j: %s', (sample, stdout, held) => {
    expect(run(stdout, { must: { kind: 'text', lines: sample.split('\n') } }).held).toBe(held)
  })
})
