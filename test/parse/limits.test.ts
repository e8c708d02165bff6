import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'
import { head, readBody } from './read.ts'

const fill = (text: string, length: number) => text.repeat(Math.ceil(length / text.length))
const nested = (levels: number, line = '- a') =>
  Array.from({ length: levels }, (_, level) => `${'  '.repeat(level)}${line}`).join('\n')

/** Texts that take the Markdown parser seconds to hours, or its stack; and the limit that each exceeds. */
const refused: [string, string, string][] = [
  ['10,000 bullets on a line', '- '.repeat(10_000), 'too-deep'],
  ['10,000 quotes on a line', '> '.repeat(10_000), 'too-deep'],
  ['a list of 500 levels', nested(500), 'too-deep'],
  ['a list of 350 levels between lines that go on lazily', nested(350, '- a\nb'), 'too-deep'],
  ['a list of 350 levels between numbers that begin no list', nested(350, '- a\n2. b'), 'too-deep'],
  ['10,000 stars on both sides', `${'*'.repeat(10_000)}a${'*'.repeat(10_000)}`, 'too-complex'],
  ['stars between letters', fill('*a', 20_000), 'too-complex'],
  ['underscores and stars', fill('*a_', 20_000), 'too-complex'],
  [
    'back-tick runs from 1 to 600',
    Array.from({ length: 600 }, (_, n) => '`'.repeat(n + 1)).join(' '),
    'too-large',
  ],
  [
    'back-tick runs on lines of their own',
    Array.from({ length: 600 }, (_, n) => `a ${'`'.repeat(n + 1)}`).join('\n'),
    'too-complex',
  ],
  ['links that never close', fill('[a](', 40_000), 'too-complex'],
  ['comments that never close', `a ${fill('<!--', 60_000)}`, 'too-complex'],
  ['a quote that goes on for 20,000 lines', `> ${'a\n'.repeat(20_000)}`, 'too-large'],
  ['a megabyte of prose', fill('word and word\n\n', 1_000_000), 'too-large'],
  ['a fence of a megabyte', `\`\`\`\n${fill('true\n', 1_000_000)}\`\`\`\n`, 'too-large'],
  ['a line of 70,000 characters', 'a'.repeat(70_000), 'too-large'],
  ['60,000 fences', fill('```\n```\n', 240_000), 'too-large'],
  [
    'stars behind a fence that a comment swallows',
    `<!--\n\n\`\`\`\n-->\n${fill('*a', 20_000)}\n`,
    'too-complex',
  ],
  ['stars behind a fence that was indented', `  \`\`\`\n\`\`\`\n${fill('*a', 20_000)}\n`, 'too-complex'],
]

describe('limits', () => {
  test.each(refused)(
    '%s',
    (_, body, code) => {
      const { runbook, diagnostics } = readBody(body)
      expect(diagnostics.map((one) => one.code)).toEqual([code])
      expect(runbook.sections).toEqual([])
    },
    6_000,
  )

  test('the frontmatter of a text that is too deep is still read', () => {
    expect(readBody('- '.repeat(10_000)).runbook.frontmatter.id).toBe('T-1')
  })

  test('a stack that ends all the same is a finding', () => {
    const body = `${fill('[', 2_000)}a${fill('](b)', 8_000)}`
    expect(() => readBody(body)).not.toThrow()
  }, 6_000)

  test('a YAML bomb expands nothing', () => {
    const levels = Array.from({ length: 9 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}, *l${n}, *l${n}]`)
    const { diagnostics } = parseRunbook({
      path: 'a.md',
      text: `---\nl0: &l0 x\n${levels.join('\n')}\n---\n\n# T\n`,
    })
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toContain(
      'bad-yaml aliases are not read',
    )
  })

  test.each([
    ['[', ']'],
    ['{a: ', '}'],
  ])('YAML that nests 5,000 times: %s', (open, close) => {
    const { diagnostics } = parseRunbook({
      path: 'a.md',
      text: `---\nid: ${open.repeat(5_000)}${close.repeat(5_000)}\n---\n`,
    })
    expect(diagnostics.map(({ code }) => code)).toContain('bad-yaml')
  })

  test.each([
    [
      'a code block full of stars and brackets',
      `\`\`\`bash read\n${fill('echo "*a_b[c]`d`"\n', 200_000)}\`\`\`\n`,
    ],
    ['a large list inside a code block', `\`\`\`yaml\n${fill('- a\n', 60_000)}\`\`\`\n`],
    ['a list of 30 levels', nested(30)],
    ['a long runbook', fill('## Step\n\nSome *prose* with `code`.\n\n```bash read\ntrue\n```\n\n', 60_000)],
  ])(
    '%s is no bomb',
    (_, body) => {
      const codes = readBody(body).diagnostics.map(({ code }) => code)
      expect(codes.filter((code) => code.startsWith('too-'))).toEqual([])
    },
    20_000,
  )

  test('`__proto__` is an ordinary, unknown key', () => {
    const text = head.replace('id: T-1', 'id: T-1\n__proto__: { polluted: true }')
    expect(parseRunbook({ path: 'a.md', text }).diagnostics.map(({ code }) => code)).toContain('unknown-key')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
