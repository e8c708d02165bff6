import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type ShowDocumentParams,
} from 'vscode-languageserver-protocol/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { clear } from '../helpers/clear.ts'

const root = join(import.meta.dirname, '..', '..')

const abilities: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true } },
  window: { showDocument: { support: true } },
}

/** An editor at the other end of the protocol, in a folder with a copy of the shipped library. */
export class Editor {
  readonly folder = mkdtempSync(join(tmpdir(), 'runbook-lsp-'))
  readonly connection: ProtocolConnection
  readonly shown: ShowDocumentParams[] = []
  readonly logged: string[] = []
  readonly #child: ChildProcess
  #complaints = ''
  readonly #texts = new Map<string, TextDocument>()
  readonly #newest = new Map<string, PublishDiagnosticsParams>()
  readonly #waiting = new Set<(news: PublishDiagnosticsParams) => void>()

  constructor() {
    cpSync(join(root, 'runbooks'), join(this.folder, 'runbooks'), { recursive: true })
    this.#child = spawn(process.execPath, [join(root, 'bin', 'runbook.cjs'), 'lsp', '--stdio'], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, HOME: this.folder, XDG_CACHE_HOME: join(this.folder, 'cache') },
      stdio: 'pipe',
    })
    const { stdin, stdout, stderr } = this.#child
    if (stdin === null || stdout === null || stderr === null) throw new Error('no pipes')
    stderr.setEncoding('utf8').on('data', (text: string) => (this.#complaints += text))
    this.connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    )
    this.connection.onNotification('textDocument/publishDiagnostics', (news: PublishDiagnosticsParams) => {
      this.#newest.set(news.uri, news)
      for (const tell of this.#waiting) tell(news)
    })
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message)
    })
    this.connection.onRequest('window/showDocument', (asked: ShowDocumentParams) => {
      this.shown.push(asked)
      return { success: true }
    })
    this.connection.listen()
  }

  async start(): Promise<InitializeResult> {
    const result = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(this.folder).href,
      capabilities: abilities,
    })
    await this.connection.sendNotification('initialized', {})
    return result
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, 'runbooks', 'memory-service', name)).href
  }

  file(name: string): string {
    return readFileSync(join(this.folder, 'runbooks', 'memory-service', name), 'utf8')
  }

  async open(name: string, text: string = this.file(name)): Promise<void> {
    const uri = this.uri(name)
    this.#texts.set(uri, TextDocument.create(uri, 'markdown', 1, text))
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'markdown', version: 1, text },
    })
  }

  async close(name: string): Promise<void> {
    this.#texts.delete(this.uri(name))
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.uri(name) } })
  }

  text(name: string): TextDocument {
    const text = this.#texts.get(this.uri(name))
    if (text === undefined) throw new Error(`${name} is not open`)
    return text
  }

  /** Types: replaces a part of the text as an editor does, with lines and columns. */
  async replace(name: string, start: number, end: number, text: string): Promise<number> {
    const document = this.text(name)
    const version = document.version + 1
    const range = { start: document.positionAt(start), end: document.positionAt(end) }
    TextDocument.update(document, [{ range, text }], version)
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: document.uri, version },
      contentChanges: [{ range, text }],
    })
    return version
  }

  /** Puts a text in the place of another that stands once in the page. */
  swap(name: string, from: string, to: string): Promise<number> {
    const start = this.#offset(name, from)
    return this.replace(name, start, start + from.length, to)
  }

  /** Where a mark stands: the place of `|` in `around`, whose other characters stand in the text as they are. */
  at(
    name: string,
    around: string,
  ): { textDocument: { uri: string }; position: { line: number; character: number } } {
    const start = this.#offset(name, around.replace('|', ''))
    const document = this.text(name)
    return { textDocument: { uri: document.uri }, position: document.positionAt(start + around.indexOf('|')) }
  }

  /** The first findings of a file that were told for this version, or any that fit. */
  told(
    name: string,
    fits: (news: PublishDiagnosticsParams) => boolean = () => true,
  ): Promise<PublishDiagnosticsParams> {
    const uri = this.uri(name)
    const known = this.#newest.get(uri)
    if (known !== undefined && fits(known)) return Promise.resolve(known)
    return new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`nothing fitting was told of ${name}`)), 10_000)
      const look = (news: PublishDiagnosticsParams) => {
        if (news.uri !== uri || !fits(news)) return
        clearTimeout(late)
        this.#waiting.delete(look)
        done(news)
      }
      this.#waiting.add(look)
    })
  }

  request<Answer>(method: string, asked: object): Promise<Answer> {
    return this.connection.sendRequest<Answer>(method, asked)
  }

  /** Says goodbye as an editor does; gives the exit status of the server, and what it wrote beside the protocol. */
  async leave(): Promise<{ status: number | null; stderr: string }> {
    const ended = new Promise<number | null>((done) => this.#child.on('close', done))
    await this.connection.sendRequest('shutdown')
    await this.connection.sendNotification('exit')
    const status = await ended
    this.connection.dispose()
    clear(this.folder)
    return { status, stderr: this.#complaints }
  }

  #offset(name: string, text: string): number {
    const whole = this.text(name).getText()
    const start = whole.indexOf(text)
    if (start < 0) throw new Error(`${JSON.stringify(text)} does not stand in ${name}`)
    return start
  }
}
