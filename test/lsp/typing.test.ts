import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentSymbol, ResponseError } from 'vscode-languageserver-protocol/node'
import { symbolsOf } from '../../engine/lsp/features/symbols.ts'
import { symbolOf } from '../../engine/lsp/server/convert.ts'
import { Sheet } from '../../engine/lsp/server/sheet.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { trials } from '../helpers/trials.ts'
import { Editor } from './client.ts'

const name = 'rb-002-shutdown.md'
let editor: Editor

beforeAll(async () => {
  editor = new Editor()
  await editor.start()
})
afterAll(() => editor.leave())

/** One stroke: where it begins and ends, in thousandths of the text, and what is put there. */
const stroke = fc.record({
  at: fc.nat(1000),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(400)),
  text: fc.oneof(
    fc.constantFrom(
      '',
      '`',
      '```',
      '```bash action\n',
      '---\n',
      '**',
      '[',
      '](#',
      '$',
      '> [!CAUTION]\n',
      '\r\n',
      '\t',
      '- **',
      '# ',
      '👩‍🚀',
      '{',
      ': [',
    ),
    fc.string({ maxLength: 5 }),
  ),
})

const questions = ['completion', 'hover', 'definition', 'references', 'prepareRename', 'rename', 'codeAction']
const outlines = ['documentSymbol', 'foldingRange', 'documentLink', 'codeLens']

/** Refusals that an author can read, and no fault of the server. */
const refusals = [-32800, -32801, -32803]

function ask(kind: string, asked: object): Promise<unknown> {
  return editor.request(`textDocument/${kind}`, asked).catch((problem: ResponseError) => {
    if (!refusals.includes(problem.code)) throw problem
    return null
  })
}

describe.each([
  ['as it stands', (text: string) => text],
  ['with CRLF and a byte order mark', (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
])('typing at random in a runbook %s', (_, form) => {
  test('every question is answered, about the text that the editor has', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stroke, { minLength: 1, maxLength: 6 }), async (strokes) => {
        await editor.open(name, form(editor.file(name)))
        for (const { at, length, text } of strokes) {
          const whole = editor.text(name).getText()
          const start = Math.floor((at / 1001) * whole.length)
          await editor.replace(name, start, Math.min(whole.length, start + length), text)
        }
        const document = editor.text(name)
        const cursor = Math.floor(((strokes[0]?.at ?? 0) / 1001) * document.getText().length)
        const position = document.positionAt(cursor)
        const asked = {
          textDocument: { uri: document.uri },
          position,
          range: { start: position, end: position },
          context: { includeDeclaration: true, diagnostics: [] },
          newName: 'New name',
        }
        await Promise.all(questions.map((kind) => ask(kind, asked)))
        await Promise.all(outlines.map((kind) => ask(kind, asked)))
        const symbols = await editor.request<DocumentSymbol[] | null>('textDocument/documentSymbol', asked)
        const sheet = new Sheet(document.uri, { path: name, text: document.getText() })
        const own = symbolsOf(parseRunbook(sheet.source).runbook).map((symbol) => symbolOf(symbol, sheet))
        expect(symbols).toEqual(symbols === null ? null : own)
        await editor.close(name)
      }),
      { numRuns: trials(12, 3_000) },
    )
  })
})
