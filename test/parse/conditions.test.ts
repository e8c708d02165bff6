import { describe, expect, test } from 'vitest'
import { parseCondition } from '../../engine/parse/conditions.ts'

const forms: [string, object][] = [
  ['exit 0', { kind: 'exit', code: 0, negated: false }],
  ['exit not 0', { kind: 'exit', code: 0, negated: true }],
  ['output contains "a \\"b\\""', { kind: 'output', test: 'contains', value: 'a "b"' }],
  ['output is "x"', { kind: 'output', test: 'is', value: 'x' }],
  ['output is empty', { kind: 'output', test: 'empty' }],
  [
    'output matches /^a\\/b (c|d)$/i',
    { kind: 'output', test: 'matches', pattern: '^a\\/b (c|d)$', flags: 'i' },
  ],
  ['value < 80', { kind: 'value', comparison: '<', value: 80 }],
  ['value<=0.5', { kind: 'value', comparison: '<=', value: 0.5 }],
  ['value > 95%', { kind: 'value', comparison: '>', value: 95, unit: '%' }],
  ['value >= -3 ms', { kind: 'value', comparison: '>=', value: -3, unit: 'ms' }],
  ['value is 1e3', { kind: 'value', comparison: 'is', value: 1000 }],
  ['json .a.b is "x"', { kind: 'json', pointer: ['a', 'b'], test: { kind: 'is', value: 'x' } }],
  ['json .items[0].name exists', { kind: 'json', pointer: ['items', 0, 'name'], test: { kind: 'exists' } }],
  ['json .[2] is null', { kind: 'json', pointer: [2], test: { kind: 'is', value: null } }],
  ['json . exists', { kind: 'json', pointer: [], test: { kind: 'exists' } }],
  [
    'json ."two words".c > 3',
    { kind: 'json', pointer: ['two words', 'c'], test: { kind: 'compare', comparison: '>', value: 3 } },
  ],
  ['json .ok is true', { kind: 'json', pointer: ['ok'], test: { kind: 'is', value: true } }],
  ['json .tags contains "x"', { kind: 'json', pointer: ['tags'], test: { kind: 'contains', value: 'x' } }],
  ['$INSTALL is docker', { kind: 'binding', name: 'INSTALL', comparison: 'is', value: 'docker' }],
  ['$NAME is "two words"', { kind: 'binding', name: 'NAME', comparison: 'is', value: 'two words' }],
  ['$COUNT >= 3', { kind: 'binding', name: 'COUNT', comparison: '>=', value: '3' }],
  ['$job is empty', { kind: 'binding', name: 'job', comparison: 'empty', value: '' }],
  ['$job matches /^a/', { kind: 'binding', name: 'job', comparison: 'matches', value: '/^a/' }],
  ['otherwise', { kind: 'otherwise' }],
]

describe('parseCondition', () => {
  test.each(forms)('%s', (text, form) => {
    expect(parseCondition(text, 7).condition).toEqual({
      ...form,
      text,
      span: { start: 7, end: 7 + text.length },
    })
  })

  test('not and and', () => {
    const text = 'not exit 0 and value < 3'
    const parsed = parseCondition(text, 0).condition
    expect(parsed).toMatchObject({
      kind: 'and',
      text,
      conditions: [
        {
          kind: 'not',
          text: 'not exit 0',
          span: { start: 0, end: 10 },
          condition: { text: 'exit 0', span: { start: 4, end: 10 } },
        },
        { kind: 'value', text: 'value < 3', span: { start: 15, end: 24 } },
      ],
    })
  })

  test.each([
    ['', '', 'expected a condition'],
    ['ouput contains "x"', 'ouput', 'did you mean `output`?'],
    ['exit zero', 'zero', 'write `exit 0` or `exit not 0`'],
    ['exit 300', '300', 'write `exit 0` or `exit not 0`'],
    ['value == 3', '==', 'write `is`'],
    ['value != 3', '!=', 'write `not` before the condition, and `is`'],
    ['value <> 3', '<>', 'expected `<`, `<=`, `>`, `>=`, `is`'],
    ['value < many', 'many', 'write `value < 80`, or `value < $LIMIT`'],
    ['output has "x"', 'has', 'write one of them'],
    ['output contains x', 'x', 'write `"x"`'],
    ['output matches /(/', '/(/', 'unterminated group'],
    ['output matches /(?=a)/', '/(?=a)/', 'it looks ahead or behind, which is not supported'],
    ['json status is "x"', 'status', 'write it as `.status` or `.items[0].name`'],
    ['exit 0 or exit 1', 'or', 'join conditions with `and`'],
    ['exit 0 and otherwise', 'exit 0', '`otherwise` stands alone'],
    ['exit 0 exit 1', 'exit', 'the condition ends here'],
  ])('refuses %s', (text, marked, said) => {
    const parsed = parseCondition(text, 5)
    if (parsed.condition !== undefined) throw new Error('it was read')
    const { span, message, help } = parsed.problem
    expect(text.slice(span.start - 5, span.end - 5)).toBe(marked)
    expect([message, help]).toContain(said)
  })
})
