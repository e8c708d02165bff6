import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'
import { bombs, fill, nested } from '../helpers/bombs.ts'
import { head, readBody } from './read.ts'

describe('limits', () => {
  test.each(bombs)(
    '%s',
    (_, body, code) => {
      const { runbook, diagnostics } = readBody(body)
      expect(diagnostics.map((one) => one.code)).toEqual([code])
      expect(runbook.sections).toEqual([])
    },
    30_000,
  )

  test('the frontmatter of a text that is too deep is still read', () => {
    expect(readBody('- '.repeat(10_000)).runbook.frontmatter.id).toBe('T-1')
  })

  test('a stack that ends all the same is a finding', () => {
    const body = `${fill('[', 2_000)}a${fill('](b)', 8_000)}`
    expect(() => readBody(body)).not.toThrow()
  }, 30_000)

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
