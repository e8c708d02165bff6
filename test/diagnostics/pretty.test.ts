import { assert, nat, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import { renderJson } from '../../renderers/diagnostics/json.ts'
import { renderPretty } from '../../renderers/diagnostics/pretty.ts'
import { textWidth } from '../../renderers/terminal/width.ts'

/** A finding at the first place of some words in a text. */
function at(text: string, words: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const start = text.indexOf(words)
  const span = { start, end: start + words.length }
  return { code: 'unknown-target', severity: 'error', message: 'no', path: 'a.md', span, ...more }
}

function render(text: string, words: string, more: Partial<Diagnostic> = {}): string {
  return renderPretty([at(text, words, more)], [{ path: 'a.md', text }], { color: false })
}

/** The source line and the line of marks below it. */
function excerpt(text: string, words: string): [string, string] {
  const lines = render(text, words).split('\n')
  return [lines[3] ?? '', lines[4] ?? '']
}

describe('the frame', () => {
  test('a finding stands with its place, its line, marks, help and page', () => {
    const text = `${'\n'.repeat(42)}- **exit 0** → [Check the port](#chek-the-port)\n`
    const finding = at(text, '#chek-the-port', {
      message: 'no section is called `chek-the-port`',
      path: 'runbooks/x.md',
      label: 'no section has this anchor',
      help: 'did you mean `#check-the-port`?',
    })
    expect(renderPretty([finding], [{ path: 'runbooks/x.md', text }], { color: false })).toBe(
      `error[unknown-target]: no section is called \`chek-the-port\`
  --> runbooks/x.md:43:33
   |
43 | - **exit 0** → [Check the port](#chek-the-port)
   |                                 ^^^^^^^^^^^^^^ no section has this anchor
   = help: did you mean \`#check-the-port\`?
   = docs: docs/rules/unknown-target.md

1 error in 1 file
`,
    )
  })

  test('other places stand below the first, in other files too', () => {
    const first = at('id: A\n', 'A', {
      code: 'duplicate-id',
      related: [{ path: 'b.md', span: { start: 4, end: 5 }, label: 'the first one' }],
    })
    const sources = [
      { path: 'a.md', text: 'id: A\n' },
      { path: 'b.md', text: 'id: A\n' },
    ]
    expect(renderPretty([first], sources, { color: false })).toContain(` ::: b.md:1:5
  |
1 | id: A
  |     - the first one
`)
  })

  test('a file whose text is not at hand shows its path alone', () => {
    expect(renderPretty([at('x', 'x')], [], { color: false })).toContain(' --> a.md\n  = docs')
  })

  test('the last line counts errors, warnings and files', () => {
    const findings = [
      at('x', 'x'),
      at('x', 'x', { path: 'b.md' }),
      at('x', 'x', { severity: 'warning', path: 'c.md' }),
    ]
    expect(renderPretty(findings, [], { color: false })).toMatch(/\n2 errors, 1 warning in 3 files\n$/)
    expect(renderPretty([], [], { color: false })).toBe('')
  })

  test('colours repeat what the words say', () => {
    const plain = render('abc', 'b')
    const coloured = renderPretty([at('abc', 'b')], [{ path: 'a.md', text: 'abc' }], { color: 256 })
    expect(coloured).toContain('\u001b[38;5;196m')
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\u001b\[[\d;]+m/g, '')).toBe(plain)
  })
})

describe('marks stand below what is meant', () => {
  test.each([
    ['tabs', '\tfoo\tbar', 'bar', '1 |     foo    bar', '  |            ^^^'],
    ['emoji', '🚀🚀 bar', 'bar', '1 | 🚀🚀 bar', '  |      ^^^'],
    ['wide characters', '漢字 bar', '字', '1 | 漢字 bar', '  |   ^^'],
    ['combining marks', 'e\u0301e\u0301 bar', 'bar', '1 | e\u0301e\u0301 bar', '  |    ^^^'],
    ['windows line ends', 'a\r\nfoo bar\r\n', 'bar', '2 | foo bar', '  |     ^^^'],
    ['the end of a line', 'foo\n', '\n', '1 | foo', '  |    ^'],
  ])('%s', (_name, text, words, line, marks) => {
    expect(excerpt(text, words)).toEqual([line, marks])
  })

  test('an empty span has one mark', () => {
    const finding = { ...at('abc', 'b'), span: { start: 3, end: 3 } }
    expect(renderPretty([finding], [{ path: 'a.md', text: 'abc' }], { color: false })).toContain(
      '1 | abc\n  |    ^\n',
    )
  })

  test('a long line is cut around its span', () => {
    const [line, marks] = excerpt(`${'a'.repeat(5000)} here ${'b'.repeat(5000)}`, 'here')
    expect(textWidth(line)).toBeLessThan(120)
    expect(line).toMatch(/^1 \| …a+ here b+…$/)
    expect(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('here')
  })

  test('a span over a few lines shows them all, one over many its ends', () => {
    expect(render('a\nb\nc\n', 'a\nb\nc')).toContain('1 | a\n  | ^\n2 | b\n  | ^\n3 | c\n  | ^\n')
    const many = Array.from({ length: 20 }, (_, line) => `  line ${line}`).join('\n')
    expect(render(many, many)).toContain(
      ' 1 |   line 0\n   | ^^^^^^^^\n   …\n20 |   line 19\n   |   ^^^^^^^\n',
    )
  })
})

describe('nothing hidden reaches the terminal', () => {
  test('controls and bidirectional marks are spelled out, and the marks still fit', () => {
    const [line, marks] = excerpt('a\u202Eb\u001b[2J bad', 'bad')
    expect(line).toBe('1 | a\\u{202e}b\\u{1b}[2J bad')
    expect(marks.indexOf('^')).toBe(line.indexOf('bad'))
  })

  test('in messages, labels, help and paths too', () => {
    const finding = at('x', 'x', {
      message: 'a\u001b[2J',
      label: 'b\u200b',
      help: 'c\u202e',
      path: 'd\u0007.md',
    })
    const text = renderPretty([finding], [{ path: 'd\u0007.md', text: 'x' }], { color: false })
    expect(text).not.toMatch(/[\u001b\u200b\u202e\u0007]/)
  })

  test('whatever the text, only printable characters come out, and marks stand inside the line', () => {
    assert(
      property(string({ unit: 'binary', minLength: 1, maxLength: 400 }), nat(), nat(), (text, a, b) => {
        const [start = 0, end = 0] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y)
        const finding = { ...at('x', 'x'), span: { start, end } }
        const shown = renderPretty([finding], [{ path: 'a.md', text }], { color: false })
        expect(shown.replaceAll('\n', '')).toBe(shown.replaceAll(/[\n\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ''))
        expect(shown).toContain('^')
      }),
    )
  })
})

test('json gives offsets and places, and the page', () => {
  const text = 'a\nfoo bar\n'
  const finding = at(text, 'bar', {
    help: 'do',
    label: 'here',
    related: [{ path: 'a.md', span: { start: 0, end: 1 }, label: 'and' }],
  })
  expect(JSON.parse(renderJson([finding], [{ path: 'a.md', text }]))).toEqual([
    {
      code: 'unknown-target',
      severity: 'error',
      message: 'no',
      path: 'a.md',
      span: { start: 6, end: 9, from: { line: 2, column: 5 }, to: { line: 2, column: 8 } },
      label: 'here',
      related: [
        {
          path: 'a.md',
          span: { start: 0, end: 1, from: { line: 1, column: 1 }, to: { line: 1, column: 2 } },
          label: 'and',
        },
      ],
      help: 'do',
      docs: 'docs/rules/unknown-target.md',
    },
  ])
})
