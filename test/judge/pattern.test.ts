import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern } from '../../engine/pattern.ts'

/** Small patterns over a small alphabet, so that they match often; backtracking is safe on texts this short. */
const shapes = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\s', '^', '$', '\\b', '\\B', 'é', ''),
    fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `${left}${right}`),
    fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,}', '*?', '+?'))
      .map(([inner, sign]) => `(${inner})${sign}`),
  ),
})).pattern

const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1', ' ', '\n', '_', 'é'), maxLength: 8 })

describe('compilePattern', () => {
  test('agrees with JavaScript on every pattern and text', () => {
    fc.assert(
      fc.property(shapes, texts, fc.constantFrom('', 'i', 'm', 's', 'im', 'u'), (source, text, flags) => {
        expect(compilePattern(source, flags).test(text)).toBe(new RegExp(source, flags).test(text))
      }),
      { numRuns: 3_000 },
    )
  })

  test.each(['(a+)+$', '^(a|a)*$', '(a|aa)+$', '(.*a){12}$', '(?:a?){200}a{200}$', '([a-z]+)*\\d'])(
    'reads a long text once with %s',
    (source) => {
      expect(compilePattern(source).test(`${'a'.repeat(20_000)}!`)).toBe(false)
    },
  )

  test.each([
    ['(', '', /unterminated|group/],
    ['a{3,1}', '', /order/],
    ['(?=a)', '', 'it looks ahead or behind, which is not supported'],
    ['(?<!a)b', '', 'it looks ahead or behind, which is not supported'],
    ['(a)\\1', '', 'it refers back to a group, which is not supported'],
    ['(a{900}){900}', '', 'its counted repetitions are too large'],
    ['(((){5000}){5000}){5000}', '', 'its counted repetitions are too large'],
    ['a', 'g', 'flags are `i`, `m`, `s` and `u`'],
  ])('refuses /%s/%s', (source, flags, problem) => {
    expect(compilePattern(source, flags).problem).toMatch(problem)
    expect(compilePattern(source, flags).test('a')).toBe(false)
  })
})
