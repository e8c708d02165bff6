import {
  CodeActionKind,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type ServerCapabilities,
} from 'vscode-languageserver/node'

/** The command behind the code lens: its one argument is the URI of a runbook, its answer the plan. */
export const dryRunCommand = 'runbook.dryRun'

/** Repairs everything on a page that is safe to repair; editors may do it when a file is saved. */
export const fixAll = `${CodeActionKind.SourceFixAll}.runbook`

/** What this server does, as it says when an editor asks first. */
export const capabilities: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  completionProvider: {
    triggerCharacters: ['$', '{', '#', '(', '[', '`', ' ', '*', '!', '=', ':', '/', '"'],
  },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  documentLinkProvider: {},
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAll] },
  codeLensProvider: {},
  executeCommandProvider: { commands: [dryRunCommand] },
}

/** What the editor at the other end can do, as far as answers depend on it. */
export interface Abilities {
  /** It refuses edits of a text that it no longer has. */
  readonly versionedEdits: boolean
  /** It shows a file when it is asked to. */
  readonly showsFiles: boolean
  /** It can be asked to tell when files change on disk. */
  readonly watchesFiles: boolean
}

export function abilitiesOf({ workspace, window }: ClientCapabilities): Abilities {
  return {
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    showsFiles: window?.showDocument?.support === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  }
}
