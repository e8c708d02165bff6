import { existsSync } from 'node:fs'
import {
  createConnection,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Cache } from '../../library/cache.ts'
import { engineVersion } from '../../library/installation.ts'
import { findLibraryFolder } from '../../library/library.ts'
import { abilitiesOf, capabilities } from './capabilities.ts'
import { Checking } from './checking.ts'
import type { Desk } from './desk.ts'
import { answerDryRuns } from './dry-run.ts'
import { EditedLibrary, fileOf } from './edited-library.ts'
import { answerRequests } from './requests.ts'

/** What the command line knows and the server needs. */
export interface Surroundings {
  /** The library that was named, if one was; else it is the nearest `runbooks/` upwards from the editor's folder. */
  readonly library: string | undefined
  readonly directory: string
  readonly cache: Cache
  /** Today as an ISO date. */
  readonly today: () => string
  /** The words that start this program. */
  readonly program: readonly string[]
}

/** Serves an editor on standard input and output until it says `exit`, or is gone. Never throws for what stands in a text. */
export function serveEditor(surroundings: Surroundings): void {
  const connection = createConnection(process.stdin, process.stdout)
  let opened: Desk | undefined
  const desk = (): Desk => {
    if (opened === undefined) throw new Error('the editor has not said which folder it has open')
    return opened
  }
  connection.onInitialize((asked) => {
    opened = openDesk(asked, surroundings, connection)
    return { capabilities, serverInfo: { name: 'runbook', version: engineVersion() } }
  })
  connection.onInitialized(() => watchFiles(connection, desk()))
  followEdits(connection, desk)
  answerRequests(connection, desk)
  answerDryRuns(connection, surroundings.program, desk)
  connection.listen()
}

function openDesk(asked: InitializeParams, surroundings: Surroundings, connection: Connection): Desk {
  const wanted = rootOf(asked)
  const root = wanted !== undefined && existsSync(wanted) ? wanted : surroundings.directory
  const folder = findLibraryFolder(surroundings.library, root)
  process.chdir(root)
  const library = new EditedLibrary(root, folder, surroundings.cache)
  const { today } = surroundings
  const checking = new Checking(library, connection, today)
  const allRead = library
    .readAll()
    .catch((error: unknown) => connection.console.error(String(error)))
    .then(() => checking.complete())
  return { library, checking, abilities: abilitiesOf(asked.capabilities), allRead, today }
}

function rootOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string | undefined {
  const uri = workspaceFolders?.[0]?.uri ?? rootUri
  return (uri ? fileOf(uri) : rootPath) ?? undefined
}

function watchFiles(connection: Connection, { abilities }: Desk): void {
  if (!abilities.watchesFiles) return
  const watchers = [{ globPattern: '**/*.md' }, { globPattern: '**/*.{yaml,yml}' }]
  void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
}

/** Keeps the library at what the editor holds, and at what stands on disk where it holds nothing. */
function followEdits(connection: Connection, desk: () => Desk): void {
  const documents = new TextDocuments(TextDocument)
  documents.onDidChangeContent(({ document }) => {
    desk().library.edit(document.uri, document.version, document.getText())
    desk().checking.touch()
  })
  documents.onDidClose(({ document }) => {
    desk().library.reread(document.uri)
    void recheck(document.uri, desk())
  })
  documents.onDidSave(() => void reconfigure(desk()))
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) {
      if (/\.ya?ml$/i.test(uri)) void reconfigure(desk())
      if (documents.get(uri) !== undefined) continue
      desk().library.reread(uri)
      void recheck(uri, desk())
    }
  })
  documents.listen(connection)
}

async function recheck(uri: string, { library, checking }: Desk): Promise<void> {
  const sheet = library.sheetAt(uri)
  if (sheet !== undefined) await library.check(sheet)
  checking.touch()
}

async function reconfigure({ library, checking }: Desk): Promise<void> {
  await library.configure()
  checking.touch()
}
