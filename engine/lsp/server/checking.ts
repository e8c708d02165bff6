import type { Connection } from 'vscode-languageserver/node'
import { noConfiguration } from '../../configuration.ts'
import type { Diagnostic } from '../../diagnostic.ts'
import { checkLibrary } from '../../rules/library.ts'
import { environmentHosts } from '../../rules/hard-coded-host.ts'
import { settle } from '../../rules/settle.ts'
import { silenced } from '../../rules/silence.ts'
import { diagnosticOf } from './convert.ts'
import type { EditedLibrary } from './edited-library.ts'
import type { Sheet } from './sheet.ts'

/** Milliseconds of quiet after a keystroke before its text is checked. */
const quiet = 30
/** Milliseconds that a text waits at most while somebody types without a pause. */
const patience = 80

/**
 * Checks texts a moment after they change, and tells the editor about each file whose findings are others than
 * before: what one page does to the links of another shows there too.
 */
export class Checking {
  readonly #library: EditedLibrary
  readonly #connection: Connection
  readonly #today: () => string
  readonly #told = new Map<string, string>()
  #isWhole = false
  #known: { readonly revision: number; readonly findings: readonly Diagnostic[] } | undefined
  #timer: NodeJS.Timeout | undefined
  #waitingSince: number | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(library: EditedLibrary, connection: Connection, today: () => string) {
    this.#library = library
    this.#connection = connection
    this.#today = today
  }

  /** Something changed: check soon. */
  touch(): void {
    this.#waitingSince ??= performance.now()
    clearTimeout(this.#timer)
    const left = patience - (performance.now() - this.#waitingSince)
    this.#timer = setTimeout(() => this.#start(), Math.max(0, Math.min(quiet, left)))
  }

  /** Every file was read: from now on what only several runbooks show counts too. */
  complete(): void {
    this.#isWhole = true
    this.#known = undefined
    this.touch()
  }

  /** Checks now what has changed; gives all findings of the library. */
  async findings(): Promise<readonly Diagnostic[]> {
    const open = this.#library.sheets.filter(({ isOpen }) => isOpen)
    for (const sheet of open) await this.#library.check(sheet)
    const { revision } = this.#library
    if (this.#known?.revision !== revision) this.#known = { revision, findings: this.#settled() }
    return this.#known.findings
  }

  #settled(): Diagnostic[] {
    const { decided, sheets } = this.#library
    const configuration = decided?.configuration ?? noConfiguration
    const runbooks = this.#library.runbooks()
    const own = sheets
      .filter((sheet) => this.#library.isRunbook(sheet))
      .flatMap(({ loaded }) => loaded?.diagnostics ?? [])
    const pages = runbooks.map(silenced)
    if (!this.#isWhole) return settle(pages, own, configuration).filter(({ code }) => code !== 'idle-silence')
    const together = checkLibrary(runbooks, {
      today: this.#today(),
      isFile: (path) => this.#library.isFile(path),
      exists: (path) => this.#library.exists(path),
      anchors: (path) => this.#library.anchors(path),
      alertFiles: this.#library.alertFiles,
      configuration,
    })
    const hosts = runbooks.flatMap((runbook) => environmentHosts(runbook, configuration))
    return settle(pages, [...own, ...hosts, ...together], configuration)
  }

  #start(): void {
    this.#waitingSince = undefined
    this.#running = this.#running.then(() => this.#publish()).catch((error: unknown) => this.#fault(error))
  }

  async #publish(): Promise<void> {
    const before = new Set(this.#library.sheets)
    const findings = await this.findings()
    const sheets = this.#library.sheets
    if (sheets.some((sheet) => sheet.isOpen && !before.has(sheet))) return this.touch()
    const byPath = Map.groupBy(findings, ({ path }) => path)
    for (const sheet of sheets) this.#tell(sheet, byPath.get(sheet.path) ?? [])
    const uris = new Set(sheets.map(({ uri }) => uri))
    for (const uri of this.#told.keys()) if (!uris.has(uri)) this.#forget(uri)
  }

  #tell(sheet: Sheet, findings: readonly Diagnostic[]): void {
    const diagnostics = findings.map((finding) => diagnosticOf(finding, sheet, this.#library))
    const news = JSON.stringify([sheet.version, diagnostics])
    const before = this.#told.get(sheet.uri) ?? (sheet.isOpen ? undefined : '[null,[]]')
    if (news === before) return
    this.#told.set(sheet.uri, news)
    const version = sheet.version === undefined ? {} : { version: sheet.version }
    void this.#connection.sendDiagnostics({ uri: sheet.uri, ...version, diagnostics })
  }

  #forget(uri: string): void {
    this.#told.delete(uri)
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] })
  }

  #fault(error: unknown): void {
    this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
}
