import { render, type Instance } from 'ink'
import type { ReactNode } from 'react'
import { across, type Look } from '../style.ts'
import { Lines } from './lines.tsx'
import { keysOf, singly, type Pressed } from './keys.ts'
import { fitPage, openPage, turnPage, type PageSize, type SetLines } from './pager.ts'
import { pageRows, pick, pickerLines, type PickAction, type Picker, type Row } from './picker.ts'
import { silentInput } from './silent-input.ts'

/** What a list is made of, and how it is filled. */
export interface PickDoors {
  readonly stream: NodeJS.WriteStream
  readonly look: (columns: number) => Look
  readonly title: string
  readonly headings: readonly string[]
  /** The column that is cut where a row is too wide. */
  readonly yields?: number
  readonly notes: readonly string[]
  readonly actions: readonly PickAction[]
  /** Whether the first keys are a search or actions. */
  readonly typing: boolean
  /** The rows that fit some words; all of them for none. */
  readonly search: (query: string) => readonly Row[]
  /** Reads the page of a row; gives its lines, safe and set for a look. */
  readonly open: (row: Row) => Promise<(look: Look) => readonly string[]>
}

/** What was picked in the end. */
export interface Choice {
  readonly key: string
  readonly id: string
}

/** A list on the terminal, until something is picked or it is left. It vanishes then. */
export class PickScreen {
  /** Nothing when the list was left. */
  readonly choice: Promise<Choice | undefined>
  readonly #doors: PickDoors
  readonly #ink: Instance
  #picker: Picker
  #settle: (choice: Choice | undefined) => void = () => undefined

  constructor(doors: PickDoors) {
    this.#doors = doors
    this.#picker = { ...doors, query: '', selected: 0, rows: doors.search('') }
    this.choice = new Promise((resolve) => (this.#settle = resolve))
    this.#ink = render(this.#drawn(), {
      stdout: doors.stream,
      stderr: doors.stream,
      stdin: silentInput(),
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
      incrementalRendering: true,
    })
    doors.stream.on('resize', this.#draw)
  }

  press(chunk: string): void {
    for (const key of singly(keysOf(chunk))) this.#press(key)
    this.#draw()
  }

  /** Nothing is picked any more. */
  end(): void {
    this.#close(undefined)
  }

  #press(key: Pressed): void {
    const { page } = this.#picker
    if (page !== undefined) return this.#pressPage(page, key)
    const picked = pick(this.#picker, key)
    if (picked.kind === 'stands') this.#picker = picked.picker
    if (picked.kind === 'search') {
      const rows = this.#doors.search(picked.query)
      this.#picker = { ...this.#picker, query: picked.query, rows, selected: 0 }
    }
    if (picked.kind === 'open') void this.#open(picked.row)
    if (picked.kind === 'act') this.#close({ key: picked.key, id: picked.row.id })
    if (picked.kind === 'leave') this.#close(undefined)
  }

  #pressPage(page: NonNullable<Picker['page']>, key: Pressed): void {
    const row = this.#picker.rows[this.#picker.selected]
    const acts =
      !page.typing && key.kind === 'text' && this.#picker.actions.some((one) => one.key === key.text)
    if (acts && row !== undefined) return this.#close({ key: key.text, id: row.id })
    const { page: _page, ...list } = this.#picker
    const paged = turnPage(page, key, this.#pageSize().height)
    if (paged === 'interrupt') return this.#close(undefined)
    this.#picker = typeof paged === 'string' ? list : { ...list, page: paged }
  }

  async #open(row: Row): Promise<void> {
    const written = await this.#doors.open(row)
    const set: SetLines = (columns) => written(this.#doors.look(columns))
    const page = openPage(row.cells[0] ?? row.id, set, this.#pageSize())
    this.#picker = { ...this.#picker, page }
    this.#draw()
  }

  #close(choice: Choice | undefined): void {
    this.#doors.stream.off('resize', this.#draw)
    this.#ink.clear()
    this.#ink.unmount()
    this.#settle(choice)
  }

  readonly #draw = (): void => this.#ink.rerender(this.#drawn())

  #drawn(): ReactNode {
    const { page } = this.#picker
    const columns = this.#columns() - 1
    const look = across(this.#doors.look(columns), columns)
    if (page !== undefined) this.#picker = { ...this.#picker, page: fitPage(page, this.#pageSize()) }
    return <Lines lines={pickerLines(this.#picker, look, this.#rows())} />
  }

  #columns(): number {
    return Math.max(21, this.#doors.stream.columns || 80)
  }

  #pageSize(): PageSize {
    return { columns: this.#columns(), height: pageRows(this.#rows()) }
  }

  #rows(): number {
    return this.#doors.stream.rows || 24
  }
}
