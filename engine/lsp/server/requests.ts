import { CodeActionKind, ResponseError, LSPErrorCodes, type Connection } from 'vscode-languageserver/node'
import { proposalsAt } from '../features/completion/index.ts'
import { definitionAt, placeOf, referencesAt } from '../features/definition.ts'
import { repairOfAll, repairsAt } from '../features/fixes.ts'
import { linksOf } from '../features/links.ts'
import { renamableAt, renameAt, Unrenamable } from '../features/rename.ts'
import { foldsOf, symbolsOf } from '../features/symbols.ts'
import { dryRunCommand, fixAll } from './capabilities.ts'
import { completionOf, locationOf, rangeOf, symbolOf } from './convert.ts'
import { answer, answerFromAll, requireNewest, sheetFor, type Asked, type Desk } from './desk.ts'
import { actionOf, workspaceEditOf } from './edits.ts'
import { fileOf } from './edited-library.ts'
import { hoverFor } from './hover.ts'
import { librarySymbols } from './library-symbols.ts'

/** Answers what an editor asks about a text; `desk` is there once it has said which folder it has open. */
export function answerRequests(connection: Connection, desk: () => Desk): void {
  answerReading(connection, desk)
  answerOutlines(connection, desk)
  answerChanges(connection, desk)
}

function answerReading(connection: Connection, desk: () => Desk): void {
  connection.onCompletion((asked) =>
    answer(asked, desk(), (page, offset, sheet) =>
      proposalsAt(page, offset, desk().today()).map((one, index) => completionOf(one, index, sheet)),
    ),
  )
  connection.onHover((asked) => hoverFor(asked, desk()))
  connection.onDefinition((asked) =>
    answer(asked, desk(), (page, offset) => {
      const place = definitionAt(page, offset)
      return place && locationOf(place, desk().library)
    }),
  )
  connection.onReferences((asked, calledOff) =>
    answerFromAll(asked, desk(), calledOff, (page, offset) =>
      referencesAt(page, offset, asked.context.includeDeclaration).map((place) =>
        locationOf(place, desk().library),
      ),
    ),
  )
}

function answerOutlines(connection: Connection, desk: () => Desk): void {
  connection.onDocumentSymbol((asked) => {
    const sheet = sheetFor(asked, desk())
    return sheet === undefined ? null : symbolsOf(sheet.runbook).map((symbol) => symbolOf(symbol, sheet))
  })
  connection.onWorkspaceSymbol(async ({ query }) => {
    await desk().allRead
    return librarySymbols(query, desk().library)
  })
  connection.onFoldingRanges((asked) => {
    const sheet = sheetFor(asked, desk())
    if (sheet === undefined) return null
    return foldsOf(sheet.runbook)
      .map((span) => rangeOf(sheet, span))
      .flatMap(({ start, end }) =>
        start.line < end.line ? [{ startLine: start.line, endLine: end.line }] : [],
      )
  })
  connection.onDocumentLinks((asked) => linksFor(asked, desk()))
  connection.onCodeLens((asked) => {
    const sheet = sheetFor(asked, desk())
    if (sheet === undefined || fileOf(sheet.uri) === undefined) return null
    const command = { title: 'run this runbook dry', command: dryRunCommand, arguments: [sheet.uri] }
    return [{ range: rangeOf(sheet, sheet.runbook.titleSpan), command }]
  })
}

/** A link to a section leads to its line, as editors write it behind `#`. */
function linksFor(asked: Pick<Asked, 'textDocument'>, desk: Desk) {
  const sheet = sheetFor(asked, desk)
  if (sheet === undefined) return null
  const page = desk.library.pageOf(sheet)
  return linksOf(sheet.runbook).flatMap(({ aim, span }) => {
    const place = placeOf(aim, page)
    if (place === undefined) return []
    const { uri, range } = locationOf(place, desk.library)
    const target = aim.anchor === undefined ? uri : `${uri}#L${range.start.line + 1}`
    return [{ range: rangeOf(sheet, span), target }]
  })
}

function answerChanges(connection: Connection, desk: () => Desk): void {
  connection.onPrepareRename((asked) =>
    answer(asked, desk(), (page, offset, sheet) => {
      const found = renamableAt(page, offset)
      return found && { range: rangeOf(sheet, found.span), placeholder: found.text }
    }),
  )
  connection.onRenameRequest((asked, calledOff) =>
    answerFromAll(asked, desk(), calledOff, (page, offset) => {
      const { library, abilities } = desk()
      try {
        return workspaceEditOf(renameAt(page, offset, asked.newName), library, abilities.versionedEdits)
      } catch (problem) {
        if (!(problem instanceof Unrenamable)) throw problem
        throw new ResponseError(LSPErrorCodes.RequestFailed, problem.message)
      }
    }),
  )
  connection.onCodeAction(async (asked) => {
    const sheet = sheetFor(asked, desk())
    if (sheet === undefined) return null
    const findings = await desk().checking.findings()
    requireNewest(sheet, asked, desk())
    const { library, abilities } = desk()
    const { start, end } = asked.range
    const span = { start: sheet.lines.offsetAt(start), end: sheet.lines.offsetAt(end) }
    const wants = (kind: string) =>
      asked.context.only?.some((only) => `${kind}.`.startsWith(`${only}.`)) ?? true
    const all = wants(fixAll) ? repairOfAll(findings, sheet.path) : undefined
    const single = wants(CodeActionKind.QuickFix) ? repairsAt(findings, sheet.path, span) : []
    return [
      ...single.map((repair) => actionOf(repair, CodeActionKind.QuickFix, library, abilities.versionedEdits)),
      ...(all === undefined ? [] : [actionOf(all, fixAll, library, abilities.versionedEdits)]),
    ]
  })
}
