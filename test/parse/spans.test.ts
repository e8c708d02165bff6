import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { Runbook } from '../../engine/model.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import type { Span } from '../../engine/source.ts'
import { trials } from '../helpers/trials.ts'

const whole = `---
id: ALL-1
title: "All 😀 of it"
alerts: [One, 'Two']
inputs:
  API: { type: url, default: http://127.0.0.1:8080 }
---

# All 😀 of it

Prose with a [link](https://example.org/a_b "title") and \`code\`.

## Is it **up** 😀?

\`\`\`bash ask timeout=10s
true 😀
\`\`\`

- **exit 0 and not value < 3** → [Mend](#mend-it) at most 2 times, then wait
- **output contains "😀"** -> Which one?
  - **first** → **stop**
  - **second** → **escalate** to Orders lead. They know.
- **otherwise** → [Other](other.md#there)

---

## Mend it

> [!CAUTION]
> Destroys \`orders\`.

1. **Action** Do it 😀:

   \`\`\`bash action timeout=2m cwd=/srv
   if true; then
   	echo "tab"
   fi

   echo 😀
   \`\`\`

   \`\`\`expect within=1m
     value >= 3
   exit 0
   \`\`\`

2. **Rollback**

   ~~~sh rollback
   true
   ~~~

**If it fails** → [Up](#is-it-up-)
`

type Form = (text: string) => string
const forms: [string, Form][] = [
  ['as it is', (text) => text],
  ['with CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['with CR alone', (text) => text.replaceAll('\n', '\r')],
  ['with a byte order mark', (text) => `\uFEFF${text}`],
  ['with both', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
  ['with tabs', (text) => text.replaceAll('   ', '\t')],
]

const slicer = (text: string) => (span: Span | undefined) => span && text.slice(span.start, span.end)

describe('spans', () => {
  test.each(forms)('point at the very characters: %s', (_, form) => {
    const text = form(whole)
    const { runbook, diagnostics } = parseRunbook({ path: 'a.md', text })
    const at = slicer(text)
    expect(diagnostics).toEqual([])
    const places = [...runbook.frontmatterPlaces].map(([path, { key, value }]) => [path, at(key), at(value)])
    expect(places).toContainEqual(['title', 'title', '"All 😀 of it"'])
    expect(places).toContainEqual(['alerts.1', "'Two'", "'Two'"])
    expect(places).toContainEqual(['inputs.API.default', 'default', 'http://127.0.0.1:8080'])
    expect(at(runbook.titleSpan)).toBe('# All 😀 of it')
    expect(at(runbook.links[0]?.hrefSpan)).toBe('https://example.org/a_b')
    expect(runbook.sections.map((section) => at(section.headingSpan))).toEqual([
      '## Is it **up** 😀?',
      'Which one?',
      '## Mend it',
    ])
  })

  test.each(forms)('of branches: %s', (_, form) => {
    const text = form(whole)
    const at = slicer(text)
    const decision = parseRunbook({ path: 'a.md', text }).runbook.sections[0]
    if (decision?.kind !== 'decision') throw new Error('no decision')
    const branches = decision.branches.map(({ answerSpan, condition, edge }) => [
      at(answerSpan),
      at(condition?.span),
      at(edge.target.span),
      at(edge.span),
    ])
    expect(branches).toEqual([
      [
        '**exit 0 and not value < 3**',
        'exit 0 and not value < 3',
        '#mend-it',
        '[Mend](#mend-it) at most 2 times',
      ],
      ['**output contains "😀"**', 'output contains "😀"', 'Which one?', 'Which one?'],
      ['**otherwise**', 'otherwise', 'other.md#there', '[Other](other.md#there)'],
    ])
  })

  test.each(forms)('of blocks: %s', (_, form) => {
    const text = form(whole)
    const at = slicer(text)
    const [action, rollback] = parseRunbook({ path: 'a.md', text }).runbook.sections[2]?.blocks ?? []
    if (action === undefined) throw new Error('no block')
    expect([
      at(action.languageSpan),
      at(action.roleSpan),
      ...[...action.optionSpans.values()].map(at),
    ]).toEqual(['bash', 'action', 'timeout=2m', 'cwd=/srv'])
    expect(action.script).toBe('if true; then\n\techo "tab"\nfi\n\necho 😀')
    action.script.split('\n').forEach((line, index) => {
      expect(text.startsWith(line, action.lineOffsets[index])).toBe(true)
    })
    const must = action.expectation?.must
    expect(must?.kind === 'conditions' && must.conditions.map(({ span }) => at(span))).toEqual([
      'value >= 3',
      'exit 0',
    ])
    expect(at(action.label?.span)).toBe('**Action**')
    expect(rollback).toMatchObject({ role: 'rollback', script: 'true', gate: 0 })
  })

  test('CRLF reads as LF does, but for the offsets', () => {
    const plain = parseRunbook({ path: 'a.md', text: whole })
    const other = parseRunbook({ path: 'a.md', text: whole.replaceAll('\n', '\r\n') })
    expect(withoutPlaces(other.runbook)).toEqual(withoutPlaces(plain.runbook))
  })
})

/** Bits of runbooks, whole and broken, in any order. */
const bits = fc.constantFrom(
  '# Title',
  '## A',
  '## A',
  '### B',
  '---',
  '',
  '',
  '',
  'Prose.',
  '**Action** Do it.',
  '**Rollback**',
  '**Next** → [A](#a)',
  '**Run** → [X](x.md)',
  '```bash action',
  '```bash ask timeout=1s',
  '```sh verify first',
  '```',
  '~~~',
  '   ```',
  '  ```bash read',
  '```expect within=1m',
  '```json expect',
  'exit 0',
  'value < 3 %',
  '{"a":1}',
  '- **exit 0** → [A](#a)',
  '- **x** → Why?',
  '  - **y** → **stop** at most 2 times',
  '- [ ] task',
  '1. item',
  '   more',
  '\ttab',
  '> [!WARNING]',
  '> text',
  '> > deep',
  '| a | b |',
  '|---|---|',
  '[r]: #a',
  '[r]',
  '<!-- c -->',
  '<div>',
  '😀 **é** `x`',
  '\u200B',
  '\u202E',
  '\0',
  '&amp; \\*',
  '\uD800',
)
const ends = fc.constantFrom('\n', '\r\n', '\r')
const fronts = fc.constantFrom(
  '',
  '---\nid: A-1\n---\n',
  '---\nid: [\n---\n',
  '---\nid: A-1\n',
  '\uFEFF---\r\nid: A-1\r\n---\r\n',
  '---\n? a\n: b\nid: 1\n---\n',
)
const runbooks = fc
  .tuple(fronts, fc.array(bits, { maxLength: 40 }), ends)
  .map(([front, lines, end]) => front + lines.join(end))
const anything = fc.oneof(
  runbooks,
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom(...Array.from('-*_`~#>|[](){}:!&<\\\n\t 1.a"')), maxLength: 300 }),
)

describe('any text', () => {
  test('parses without throwing, every span within it and in order', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseRunbook({ path: 'a.md', text })
        for (const { start, end } of spansIn(parsed)) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
        }
        slicesHold(text, parsed.runbook)
      }),
      { numRuns: trials(600, 100_000) },
    )
  })

  test('reads the same with CRLF', () => {
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 40 }), (lines) => {
        const read = (end: string) =>
          parseRunbook({ path: 'a.md', text: ['---', 'id: A-1', '---', ...lines].join(end) })
        const [plain, other] = [read('\n'), read('\r\n')]
        expect(withoutPlaces(other.runbook)).toEqual(withoutPlaces(plain.runbook))
        expect(codes(other.diagnostics)).toEqual(codes(plain.diagnostics))
      }),
      { numRuns: 200 },
    )
  })
})

function codes(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, message }) => `${code} ${message}`)
}

/** The text at each span is what the span claims to be. */
function slicesHold(text: string, runbook: Runbook): void {
  const at = slicer(text)
  for (const section of runbook.sections) {
    const nested = section.kind === 'decision' && section.parent !== undefined
    expect(nested || /^#|[=-]+[ \t]*$/.test(at(section.headingSpan) ?? '')).toBe(true)
    for (const block of section.blocks) {
      expect(at(block.languageSpan)).toBe(block.languageText)
      expect(at(block.roleSpan)).toBe(block.role)
      for (const [name, span] of block.optionSpans) expect(at(span)?.split('=')[0]).toBe(name)
      expect(block.lineOffsets).toHaveLength(block.script.split('\n').length)
    }
    for (const gate of section.gates)
      expect(at(gate.span)?.toUpperCase()).toContain(`[!${gate.kind.toUpperCase()}]`)
  }
  for (const link of runbook.links) expect(at(link.span)).toContain(at(link.hrefSpan))
}

function* spansIn(value: unknown): Generator<Span> {
  if (value instanceof Map) return yield* spansIn([...value.values()])
  if (typeof value !== 'object' || value === null) return
  if ('start' in value && 'end' in value) yield value as Span
  for (const inner of Object.values(value)) yield* spansIn(inner)
}

/** A runbook without its text and its places, line ends of prose made alike. */
function withoutPlaces(runbook: Runbook): unknown {
  const hidden = new Set(['text', 'lineOffsets', 'frontmatterPlaces'])
  const strip = (value: unknown, key = ''): unknown => {
    if (hidden.has(key) && typeof value !== 'string') return null
    if (typeof value === 'string') return value.replaceAll('\r\n', '\n')
    if (value instanceof Map) return [...value].map(([name, inner]) => [name, strip(inner)])
    if (Array.isArray(value)) return value.map((inner) => strip(inner))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !/[sS]pans?$/.test(name))
        .map(([name, inner]) => [name, strip(inner, name)]),
    )
  }
  return strip({ ...runbook, text: '' })
}
