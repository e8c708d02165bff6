import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../engine/parse/document.ts'
import { readMarkdown } from '../../engine/parse/markdown.ts'
import { readPlain } from '../../engine/parse/plain/blocks.ts'
import { cutPieces } from '../../engine/parse/plain/pieces.ts'
import { trials } from '../helpers/trials.ts'

const root = resolve(import.meta.dirname, '..', '..')

const body = { start: 0, unclosed: false }
const byParser = (text: string) => readMarkdown(text, { start: 0, end: text.length })

/** What stands in a line: words, marks that mean something only in places, and what is hard. */
const words = [
  ['word', 'two words', 'x\u00a0', 'é', '😀', '→', '->', '%', '$X', '"', '.', 'a_b', 'https://a.b'],
  ['`code`', '``a`b``', '**bold**', '**exit 0 and value < 3**', '*so*', '_it_', '[link](to.md#x)'],
  ['[a](<b> "t")', '[ref]', '[x]: /u', '![i](j)', '<b>', '<!-- c -->', '<https://a.b>', '&amp;', 'a & b'],
  ['*', '**', '`', '[', ']', '(', ')', '!', '~', '\\*', '1.', '-', '+', '#', '>', ':', '=', '|', 'a | b'],
  ['| --- |'],
].flat()
const beginnings = [
  ['', '', '', '', '- ', '- ', '* ', '1. ', '2) ', '> ', '> ', '>', '  ', '   ', '    ', '\t', '- [ ] '],
  ['- > ', '> - ', '# ', '## ', '- - ', '> [!WARNING]', '  - ', '10. '],
].flat()
const blocks = [
  ['```bash read\ntrue\n```', '```\n\n# no\n```', '~~~ x\n```\n~~~', '```', '  ```\n  a\n  ```', '~~~~'],
  ['---', '***', '* * *', '===', '- - -', '<!-- one\n\ntwo -->', '<!-- a --> b', '<details>', '</details>'],
  ['| a | b |\n| - | - |\n| c | d |', '- a\n\n  ```bash\n  b\n  ```', '[x]: /u', '    code', '<pre>', ''],
  ['**Action** Do it.', '**Next** → [There](#there)', '> [!CAUTION]\n> Drops `all`.', '- a\n- b', '', ''],
].flat()
const line = fc
  .tuple(
    fc.constantFrom(...beginnings),
    fc.array(fc.constantFrom(...words), { maxLength: 4 }),
    fc.constantFrom('', '', '', '', '', ' ', '  ', '\\', ' ##', '.'),
  )
  .map(([before, inner, after]) => `${before}${inner.join(' ')}${after}`)
const part = fc.oneof({ weight: 3, arbitrary: line }, { weight: 2, arbitrary: fc.constantFrom(...blocks) })
const ending = fc.constantFrom('\n', '\n\n', '\n\n', '\n\n\n')
const texts = fc
  .array(fc.tuple(part, ending), { maxLength: 9 })
  .map((parts) => parts.map(([text, end]) => text + end).join(''))

describe('what is read without the Markdown parser', () => {
  test('is what the parser reads, in random texts', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readDocument(text, body)).toEqual(byParser(text))
      }),
      { numRuns: trials(1_500, 200_000) },
    )
  })

  test('is what the parser reads, in our own pages', () => {
    for (const file of globSync('{runbooks,docs,test/fixtures}/**/*.md', { cwd: root })) {
      const text = readFileSync(join(root, file), 'utf8').replace(/^\uFEFF?(?:---\n[^]*?\n---\n)?/, '')
      expect(readDocument(text, body), file).toEqual(byParser(text))
    }
  })

  test('is most of a runbook', () => {
    let [all, plain] = [0, 0]
    for (const file of globSync('runbooks/**/rb-*.md', { cwd: root })) {
      const text = readFileSync(join(root, file), 'utf8').replace(/^\uFEFF?(?:---\n[^]*?\n---\n)?/, '')
      for (const piece of cutPieces(text, 0) ?? []) {
        all += piece.span.end - piece.span.start
        if (readPlain(piece, text) !== undefined) plain += piece.span.end - piece.span.start
      }
    }
    expect(plain / all).toBeGreaterThan(0.7)
  })
})
