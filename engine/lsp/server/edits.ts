import { CodeActionKind, type CodeAction, type WorkspaceEdit } from 'vscode-languageserver/node'
import type { Repair } from '../features/fixes.ts'
import type { Edits } from '../features/rename.ts'
import { diagnosticOf, editOf } from './convert.ts'
import type { EditedLibrary } from './edited-library.ts'

/**
 * Edits as the editor applies them, each for the very version that it was worked out from: an editor whose text has
 * gone on refuses them. An editor that knows no versions gets them plain.
 */
export function workspaceEditOf(edits: Edits, library: EditedLibrary, versioned: boolean): WorkspaceEdit {
  const each = [...edits].flatMap(([path, list]) => {
    const sheet = library.sheetOf(path)
    if (sheet === undefined) return []
    return [
      { uri: sheet.uri, version: sheet.version ?? null, edits: list.map((edit) => editOf(sheet, edit)) },
    ]
  })
  if (!versioned) return { changes: Object.fromEntries(each.map((one) => [one.uri, one.edits])) }
  return {
    documentChanges: each.map(({ uri, version, edits }) => ({ textDocument: { uri, version }, edits })),
  }
}

export function actionOf(
  { title, findings, edits }: Repair,
  kind: CodeActionKind,
  library: EditedLibrary,
  versioned: boolean,
): CodeAction {
  const diagnostics = findings.flatMap((finding) => {
    const sheet = library.sheetOf(finding.path)
    return sheet === undefined ? [] : [diagnosticOf(finding, sheet, library)]
  })
  return {
    title,
    kind,
    diagnostics,
    edit: workspaceEditOf(edits, library, versioned),
    ...(kind === CodeActionKind.QuickFix ? { isPreferred: true } : {}),
  }
}
