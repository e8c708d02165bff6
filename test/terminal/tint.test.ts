import fc from 'fast-check'
import { expect, it } from 'vitest'
import { framed, gutter } from '../../renderers/terminal/lines/frame.ts'
import { tinted } from '../../renderers/terminal/lines/tint.ts'
import { lookAt } from '../../renderers/terminal/style.ts'
import { actsOf } from '../helpers/terminal-model.ts'
import { trials } from '../helpers/trials.ts'

const languages = [
  'bash',
  'sh',
  'python',
  'node',
  'sql',
  'toml',
  'yaml',
  'json',
  'ini',
  'diff',
  'text',
] as const
const code = fc.array(
  fc.oneof(
    fc.constantFrom(
      'for',
      ' ',
      '"',
      "'",
      '$HOME',
      '${',
      '}',
      '#',
      '--x',
      '12',
      'select',
      '\\',
      '+',
      '@@',
      '\x1b[31m',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  ),
  { maxLength: 20 },
)

it('takes a line apart and loses nothing of it', () => {
  fc.assert(
    fc.property(code, fc.constantFrom(...languages), (parts, language) => {
      const line = parts.join('').replaceAll('\n', '')
      expect(
        tinted(line, language)
          .map(({ text }) => text)
          .join(''),
      ).toBe(line)
    }),
    { numRuns: trials(1_000, 100_000) },
  )
})

it('shows the same words with colours and without, and only colours beside them', () => {
  fc.assert(
    fc.property(code, fc.constantFrom(...languages), (parts, language) => {
      const text = parts.join('')
      const { harmful, text: words } = actsOf(framed(text, lookAt(50, 256), language).join('\n'))
      expect(harmful).toEqual([])
      const bare = framed(text, lookAt(50, false), language)
      expect(words.split('\n').map((line) => line.trimEnd())).toEqual(bare.map((line) => line.trimEnd()))
    }),
    { numRuns: trials(1_000, 100_000) },
  )
})

it('tells comments, texts, values and words of the language', () => {
  const look = lookAt(80, 256)
  const [line = ''] = framed(`for f in "$D" $E --all 3; do # go`, look, 'bash')
  expect(line).toBe(
    `${gutter}\x1b[1mfor\x1b[0m f \x1b[1min\x1b[0m \x1b[38;5;28m"$D"\x1b[0m \x1b[38;5;30m$E\x1b[0m \x1b[38;5;30m--all\x1b[0m ` +
      '\x1b[38;5;30m3\x1b[0m; \x1b[1mdo\x1b[0m \x1b[2m# go\x1b[0m',
  )
})
