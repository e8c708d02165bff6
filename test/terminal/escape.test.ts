import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeLine, escapeText, expandTabs } from '../../renderers/terminal/escape.ts'
import { OutputScreen } from '../../renderers/terminal/output.ts'
import { markdownLines } from '../../renderers/terminal/lines/markdown.ts'
import { lookAt } from '../../renderers/terminal/style.ts'
import { cut, cutStart, hung, textWidth } from '../../renderers/terminal/width.ts'
import { actsOf } from '../helpers/terminal-model.ts'
import { trials } from '../helpers/trials.ts'

/** Text that looks for trouble: controls, sequences cut anywhere, and ordinary words between them. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\x1b[2J',
        '\x1b[10;10H',
        '\x1b]0;title\x07',
        '\x1b]52;c;aGk=\x07',
        '\x1b]8;;http://e\x1b\\',
        '\x1bc',
        '\x1b[\x1b[6n',
        '\x1b',
        '\x9b2J',
        '\x90q\x9c',
        '\r',
        '\b',
        '\x07',
        '\x0e',
        '\u202e',
        '\u200b',
        '\ufe0f',
        '\u{e0041}',
        '\u2028',
        '\ud800',
        '\x1b[8m',
        '\x1b[31m',
        '\x1b[0m',
        '\x1b[1;32m',
        '\x1b[30;40m',
        '\n',
        '\t',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('ready', ' ', '⚠️', 'é', '漢字'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

describe('untrusted text', () => {
  it('is spelled out when it cannot be seen', () => {
    expect(escapeLine('a\x1b[2Jb')).toBe('a\\u{1b}[2Jb')
    expect(escapeLine('rm\u202e txt')).toBe('rm\\u{202e} txt')
    expect(escapeLine('one\ntwo\tthree\r')).toBe('one\\ntwo\\tthree\\r')
    expect(escapeLine('x\ufe0fy \ud800 \u{e0041} \u00ad')).toBe('x\\u{fe0f}y \\u{d800} \\u{e0041} \\u{ad}')
  })

  it('stays as it is when it can', () => {
    const plain = 'naïve – “quoted” → 漢字 ⚠️ ✓ │ \\n'
    expect(escapeLine(plain)).toBe(plain)
    expect(escapeText('one\r\ntwo')).toBe('one\ntwo')
    expect(expandTabs('a\tb', 2)).toBe(`a${' '.repeat(5)}b`)
  })

  it('spells out every control of both sets', () => {
    for (let code = 0; code < 0xa0; code++) {
      if (code >= 0x20 && code < 0x7f) continue
      expect(actsOf(escapeLine(String.fromCharCode(code)))).toMatchObject({ harmful: [], colours: [] })
    }
  })

  it('never acts on a terminal, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const safe of [
          escapeLine(text),
          escapeText(text),
          markdownLines(text, lookAt(40, false)).join('\n'),
        ])
          expect(actsOf(safe)).toMatchObject({ harmful: [], colours: [] })
      }),
      { numRuns: trials(3_000, 1_000_000) },
    )
  })
})

it('measures a pictograph that asks for its colours alike, in whole lines and in their pieces', () => {
  const line = '⚠️'.repeat(31)
  expect(hung(line, 60).map(textWidth)).toEqual([60, 6])
  expect([cut(line, 6), cutStart(line, 6)]).toEqual(['⚠️⚠️…', '…⚠️⚠️'])
})

/** Feeds text to the screen in pieces, as a pipe would give them. */
function shown(
  text: string | Uint8Array,
  options: { width?: number; colors?: boolean; piece?: number; limit?: number } = {},
): string {
  const screen = new OutputScreen({
    gutter: '│ ',
    width: options.width ?? 0,
    colors: options.colors ?? true,
    ...(options.limit === undefined ? {} : { limit: options.limit }),
  })
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const piece = options.piece ?? (bytes.length || 1)
  let printed = ''
  for (let at = 0; at < bytes.length; at += piece)
    printed += screen.write('stdout', bytes.subarray(at, at + piece))
  return printed + screen.end()
}

/** Whether the last colour of a line is the one that ends all colours. */
function endsPlain(line: string): boolean {
  // oxlint-disable-next-line no-control-regex
  const last = [...line.matchAll(/\x1b\[([\d;]*)m/g)].at(-1)?.[1]
  return last === undefined || last.split(';').some((code) => code === '' || code === '0')
}

describe('the output of a command', () => {
  it('stands in a gutter, line by line', () => {
    expect(shown('one\n\ntwo')).toBe('│ one\n│ \n│ two\n')
    expect(shown('10%\r20%\r\ndone\n')).toBe('│ 10%\n│ 20%\n│ done\n')
  })

  it('keeps harmless colours and ends them with the line', () => {
    expect(shown('\x1b[31mred\nstill\x1b[0m plain\n')).toBe(
      '│ \x1b[31mred\x1b[0m\n│ \x1b[31mstill\x1b[0m plain\n',
    )
    expect(shown('\x1b[31mred\x1b[m plain\n')).toBe('│ \x1b[31mred\x1b[m plain\n')
    expect(shown('\x1b[8mhidden \x1b[30;40mblack\n')).toBe('│ hidden black\n')
    expect(shown('\x1b[31mred\x1b[0m\n', { colors: false })).toBe('│ red\n')
  })

  it('spells out every other sequence', () => {
    expect(shown('\x1b[2J\x1b]0;t\x07\n')).toBe('│ \\u{1b}[2J\\u{1b}]0;t\\u{7}\n')
  })

  it('breaks lines that would leave the gutter', () => {
    expect(shown('abcdef漢字\n', { width: 4 })).toBe('│ abcd\n│ ef漢\n│ 字\n')
    expect(shown('⚠️⚠️⚠️\n', { width: 4, piece: 1 })).toBe('│ ⚠️⚠️\n│ ⚠️\n')
  })

  it('says when the rest is left to the file', () => {
    const printed = shown('x\n'.repeat(100), { limit: 20, piece: 10 })
    expect(printed.match(/more output/g)).toHaveLength(1)
    expect(printed.length).toBeLessThan(200)
  })

  it('is the same however the bytes arrive', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 7 }), (text, piece) => {
        expect(shown(text, { piece })).toBe(shown(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('never acts on a terminal, begins each line in the gutter, and ends its colours', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostile.map((text) => new TextEncoder().encode(text)),
          fc.uint8Array({ maxLength: 200 }),
        ),
        fc.boolean(),
        (bytes, colors) => {
          const printed = shown(bytes, { colors, piece: 3, width: 20 })
          const acts = actsOf(printed)
          expect(acts.harmful).toEqual([])
          const codes = acts.colours.flatMap((found) => found.split(';'))
          expect(codes.filter((code) => !colors || !/^(|[0-4]|2[2-4]|39|3[1-7]|9[0-7])$/.test(code))).toEqual(
            [],
          )
          for (const line of printed.split('\n').slice(0, -1)) {
            expect(line.startsWith('│ ')).toBe(true)
            expect(endsPlain(line)).toBe(true)
          }
        },
      ),
      { numRuns: trials(3_000, 1_000_000) },
    )
  })
})
