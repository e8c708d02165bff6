import * as fc from 'fast-check'

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
/** Markdown of every kind, made to be hard to read without its parser. */
export const hardTexts = fc
  .array(fc.tuple(part, ending), { maxLength: 9 })
  .map((parts) => parts.map(([text, end]) => text + end).join(''))
