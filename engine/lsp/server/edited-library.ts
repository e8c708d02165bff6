import { existsSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { noCache, type Cache } from '../../library/cache.ts'
import { isIgnored, readConfiguration, type ReadConfiguration } from '../../library/configuration.ts'
import { isRegularFile, openDrills, openLibrary, readSource } from '../../library/library.ts'
import { loadRunbook } from '../../library/load.ts'
import { readSurroundings, type ReadSurroundings } from '../../library/surroundings.ts'
import type { Runbook } from '../../model.ts'
import type { Source } from '../../source.ts'
import type { Page } from '../features/page.ts'
import { Sheet } from './sheet.ts'

/** The runbooks of a folder, with the unsaved texts that the editor holds laid over their files. */
export class EditedLibrary {
  /** The folder that the editor has open, in which this process works: paths of messages are relative to it. */
  readonly root: string
  readonly #folder: string
  readonly #isLibrary: boolean
  readonly #cache: Cache
  readonly #sheets = new Map<string, Sheet>()
  #drills = new Map<string, Sheet>()
  #decided: ReadConfiguration | undefined
  #around: ReadSurroundings | undefined
  readonly #anchors = new Map<
    string,
    { readonly at: number; readonly anchors: ReadonlySet<string> | undefined }
  >()
  #revision = 0

  /**
   * @param root absolute path of the folder that the editor has open
   * @param library absolute path of the folder of runbooks; none: whatever is a runbook below `root`
   */
  constructor(root: string, library: string | undefined, cache: Cache) {
    this.root = root
    this.#folder = library ?? root
    this.#isLibrary = library !== undefined
    this.#cache = cache
  }

  /** Reads and checks every file that is not open, one at a time, so that requests are answered in between. */
  async readAll(): Promise<void> {
    await this.configure()
    for (const file of openLibrary(this.#folder).files) {
      const path = this.#pathOf(file)
      if (this.#sheets.get(path)?.isOpen !== true) this.reread(pathToFileURL(file).href)
      const sheet = this.#sheets.get(path)
      if (sheet !== undefined) await this.check(sheet)
      await setImmediate()
    }
  }

  /** Reads `runbook.config.yaml` anew, and the alert rules that it names. */
  async configure(): Promise<void> {
    this.#decided = await readConfiguration(this.#folder)
    this.#around = await readSurroundings(this.#decided)
    this.#revision++
  }

  /** What the team decided; nothing before it was read. */
  get decided(): ReadConfiguration | undefined {
    return this.#decided
  }

  /** The alert rules that the configuration names, as they stand on disk. */
  get alertFiles(): ReadSurroundings['alertFiles'] {
    return this.#around?.alertFiles ?? []
  }

  /** The anchors of a page that is no runbook, read again only when its file has changed; nothing when it cannot be read. */
  anchors(path: string): ReadonlySet<string> | undefined {
    const at = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1
    const known = this.#anchors.get(path)
    if (known?.at === at) return known.anchors
    const anchors = this.#around?.anchors(path)
    this.#anchors.set(path, { at, anchors })
    return anchors
  }

  /** Another number after each change: what was worked out before it is old. */
  get revision(): number {
    return this.#revision
  }

  /** What the editor holds of a file now. */
  edit(uri: string, version: number, text: string): Sheet {
    const sheet = new Sheet(uri, { path: this.#pathAt(uri), text }, version)
    this.#put(sheet)
    return sheet
  }

  /** Takes the file as it stands on disk, or forgets it when it is gone or no runbook of this library. */
  reread(uri: string): Sheet | undefined {
    const file = fileOf(uri)
    const path = this.#pathAt(uri)
    this.#sheets.delete(path)
    this.#revision++
    if (file === undefined || !this.#isInside(file) || !isRegularFile(file)) return undefined
    const sheet = new Sheet(uri, withoutMark({ ...readSource(file), path }))
    if (!this.isRunbook(sheet)) return undefined
    this.#put(sheet)
    return sheet
  }

  /** Checks a sheet by itself; what was found is kept with it. */
  async check(sheet: Sheet): Promise<void> {
    if (sheet.loaded !== undefined || !this.isRunbook(sheet)) return
    sheet.loaded = await loadRunbook(sheet.source, sheet.isOpen ? noCache : this.#cache)
    this.#revision++
  }

  /** The newest state of a file. */
  sheetAt(uri: string): Sheet | undefined {
    return this.#sheets.get(this.#pathAt(uri))
  }

  sheetOf(path: string): Sheet | undefined {
    return this.#sheets.get(path) ?? this.#drills.get(path)
  }

  get sheets(): readonly Sheet[] {
    return [...this.#sheets.values()]
  }

  /** A sheet with the library around it, as far as that has been read. */
  pageOf(sheet: Sheet): Page {
    return { runbook: sheet.runbook, library: this.runbooks() }
  }

  /** As {@link pageOf}, with the drills as they stand on disk now. */
  pageWithDrills(sheet: Sheet): Page {
    const sheets = openDrills(this.#folder).map((file) => {
      const source = { ...readSource(file), path: this.#pathOf(file) }
      return new Sheet(pathToFileURL(file).href, source)
    })
    this.#drills = new Map(sheets.map((drill) => [drill.path, drill]))
    return { ...this.pageOf(sheet), drills: sheets.map(({ source }) => source) }
  }

  /** Every runbook that was read, open ones in their newest text, by path. */
  runbooks(): Runbook[] {
    return this.sheets
      .filter((sheet) => this.isRunbook(sheet) && (sheet.isOpen || sheet.loaded !== undefined))
      .map((sheet) => sheet.runbook)
      .sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  /**
   * As `runbook validate` judges: in the library what begins with frontmatter; elsewhere, where an editor opens all kinds
   * of Markdown, only what has an `id` in it. What the configuration ignores is none.
   */
  isRunbook({ begins, uri }: Sheet): boolean {
    const file = fileOf(uri)
    if (file !== undefined && this.#decided !== undefined && isIgnored(file, this.#decided)) return false
    const inLibrary = this.#isLibrary && file !== undefined && this.#isInside(file)
    return begins === 'named' || (inLibrary && begins === 'fenced')
  }

  /** Whether a path leads to a file or a folder, open or on disk. */
  exists(path: string): boolean {
    return this.#sheets.has(path) || existsSync(path)
  }

  /** Whether a path leads to a file that can be read to its end, open or on disk. */
  isFile(path: string): boolean {
    return this.#sheets.has(path) || isRegularFile(path)
  }

  /** Whether the editor holds something else than the disk. */
  isUnsaved(sheet: Sheet): boolean {
    const file = fileOf(sheet.uri)
    if (file === undefined || !isRegularFile(file)) return true
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '') !== sheet.source.text.replace(/^\uFEFF/, '')
  }

  #put(sheet: Sheet): void {
    this.#sheets.set(sheet.path, sheet)
    this.#revision++
  }

  #isInside(file: string): boolean {
    return file.endsWith('.md') && file.startsWith(this.#folder + sep)
  }

  #pathAt(uri: string): string {
    const file = fileOf(uri)
    return file === undefined ? uri : this.#pathOf(file)
  }

  #pathOf(file: string): string {
    const path = relative(this.root, file)
    return (path.startsWith('..') || isAbsolute(path) ? file : path).replaceAll('\\', '/')
  }
}

/** The file of a URI, as the system spells it; nothing for an unnamed text. */
export function fileOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined
  } catch {
    return undefined
  }
}

/** Editors take the byte order mark away before they count characters. */
function withoutMark(source: Source): Source {
  return source.text.startsWith('\uFEFF') ? { ...source, text: source.text.slice(1) } : source
}
