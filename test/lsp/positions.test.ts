import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { rangeOf } from '../../engine/lsp/server/convert.ts'
import { Sheet } from '../../engine/lsp/server/sheet.ts'
import { lineStarts, positionAt } from '../../engine/source.ts'
import { trials } from '../helpers/trials.ts'

/** Pieces that editors and programs count differently: a mark, line ends, characters of two units. */
const texts = fc
  .array(fc.constantFrom('\uFEFF', '\r\n', '\n', '\r', 'a', ' ', 'é', '👩‍🚀', '𝒳', '→', '`', '$X'), {
    maxLength: 40,
  })
  .map((pieces) => pieces.join(''))

const places = texts.chain((text) => fc.tuple(fc.constant(text), fc.nat(text.length), fc.nat(text.length)))
const isBetween = (text: string, offset: number) => text[offset - 1] === '\r' && text[offset] === '\n'

test('a span goes to lines and columns and comes back, and messages of the command line name the same', () => {
  fc.assert(
    fc.property(places, ([text, one, other]) => {
      const span = { start: Math.min(one, other), end: Math.max(one, other) }
      fc.pre(!isBetween(text, span.start) && !isBetween(text, span.end))
      const sheet = new Sheet('file:///x.md', { path: 'x.md', text })
      const range = rangeOf(sheet, span)
      expect({ start: sheet.lines.offsetAt(range.start), end: sheet.lines.offsetAt(range.end) }).toEqual(span)
      const { line, column } = positionAt(lineStarts(text), span.start)
      expect(range.start).toEqual({ line: line - 1, character: column - 1 })
    }),
    { numRuns: trials(300, 100_000) },
  )
})

test('an edit by lines and columns is the same edit as by offsets', () => {
  fc.assert(
    fc.property(places, texts, ([text, one, other], typed) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)]
      fc.pre(!isBetween(text, start) && !isBetween(text, end))
      const sheet = new Sheet('file:///x.md', { path: 'x.md', text })
      const document = TextDocument.create('file:///x.md', 'markdown', 1, text)
      TextDocument.update(document, [{ range: rangeOf(sheet, { start, end }), text: typed }], 2)
      expect(document.getText()).toBe(text.slice(0, start) + typed + text.slice(end))
    }),
    { numRuns: trials(300, 100_000) },
  )
})
