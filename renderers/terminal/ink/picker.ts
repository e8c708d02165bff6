import type { Look } from '../style.ts'
import { cut, fitting, padded, textWidth } from '../width.ts'
import type { Pressed } from './keys.ts'
import type { Pager } from './pager.ts'
import { pageLines } from './page.ts'

/** One thing that can be picked; its texts are safe. */
export interface Row {
  readonly id: string
  readonly cells: readonly string[]
}

/** What can be done with a row: one key each, where the list or the page of a row has the keys. */
export interface PickAction {
  readonly key: string
  readonly text: string
}

/** A list to pick from. What is typed narrows it; the arrows go into it, where keys are actions. */
export interface Picker {
  readonly title: string
  readonly headings: readonly string[]
  /** The column that is cut where a row is too wide; else the end of the row is. */
  readonly yields?: number
  readonly rows: readonly Row[]
  readonly query: string
  readonly selected: number
  /** Keys are typed into the query; else they are actions. */
  readonly typing: boolean
  readonly actions: readonly PickAction[]
  /** Lines between the query and the rows, safe and set. */
  readonly notes: readonly string[]
  /** The page of the selected row, when it is open. */
  readonly page?: Pager
}

/** What a key asks for: the same list changed, another search, the page of the row, an action on it, or to leave. */
export type Picked =
  | { readonly kind: 'stands'; readonly picker: Picker }
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: 'open'; readonly row: Row }
  | { readonly kind: 'act'; readonly key: string; readonly row: Row }
  | { readonly kind: 'leave' }

/** Takes one key, where no page is open. */
export function pick(picker: Picker, key: Pressed): Picked {
  const row = picker.rows[picker.selected]
  if (key.kind === 'text') return typed(picker, key.text, row)
  switch (key.name) {
    case 'interrupt':
    case 'end-of-input':
      return { kind: 'leave' }
    case 'escape':
      return picker.typing || picker.query === '' ? { kind: 'leave' } : { kind: 'search', query: '' }
    case 'enter':
      return row === undefined ? stands(picker) : { kind: 'open', row }
    case 'erase':
      return { kind: 'search', query: Array.from(picker.query).slice(0, -1).join('') }
    case 'erase-line':
      return { kind: 'search', query: '' }
    case 'up':
      return moved(picker, -1)
    case 'down':
    case 'tab':
      return moved(picker, picker.typing ? 0 : 1)
    case 'page-up':
      return moved(picker, -10)
    case 'page-down':
      return moved(picker, 10)
    default:
      return stands(picker)
  }
}

function typed(picker: Picker, text: string, row: Row | undefined): Picked {
  if (picker.typing) return { kind: 'search', query: picker.query + text }
  if (text === '/') return stands({ ...picker, typing: true })
  if (text === 'q') return { kind: 'leave' }
  const action = picker.actions.find(({ key }) => key === text)
  if (action !== undefined) return row === undefined ? stands(picker) : { kind: 'act', key: text, row }
  return stands(picker)
}

/** Moving goes into the list; upwards from its first row the query is typed again. */
function moved(picker: Picker, step: number): Picked {
  if (step < 0 && picker.selected === 0) return stands({ ...picker, typing: true })
  const selected = Math.max(0, Math.min(picker.rows.length - 1, picker.selected + step))
  return stands({ ...picker, typing: false, selected })
}

function stands(picker: Picker): Picked {
  return { kind: 'stands', picker }
}

/** The list as lines that are safe and set, for a terminal of so many rows. */
export function pickerLines(picker: Picker, look: Look, rows: number): string[] {
  const { style, width } = look
  if (picker.page !== undefined) {
    const keys = picker.actions.map(({ key, text }) => `${key} ${text}`).join(' · ')
    return [...pageLines(picker.page, look, pageRows(rows)), style.dim(`  ${keys}`)]
  }
  const height = Math.max(3, rows - picker.notes.length - 6)
  const top = Math.max(0, Math.min(picker.selected - Math.floor(height / 2), picker.rows.length - height))
  const widths = columnWidths(picker, width - 2)
  const set = (cells: readonly string[]): string =>
    cells.map((cell, column) => fitted(cell, widths[column] ?? 0)).join('  ')
  const seen = picker.rows.slice(top, top + height).map(({ cells }, index) => {
    const at = top + index === picker.selected
    const line = cut(`${at ? '>' : ' '} ${set(cells).trimEnd()}`, width)
    return at ? style.bold(style.cyan(line)) : line
  })
  return [
    `${style.bold(picker.title)} ${picker.query}${picker.typing ? '█' : ''}`,
    ...picker.notes,
    style.dim(cut(`  ${set(picker.headings).trimEnd()}`, width)),
    ...(seen.length === 0 ? ['  nothing fits; try fewer words'] : seen),
    style.dim(`  ${fitting(hints(picker), ' · ', width - 2)}`),
  ]
}

/** The column that gives way keeps so many characters. */
const leastColumn = 12

/** How wide each column is: as its widest cell; one gives way where a row would be wider than `room`. */
function columnWidths({ headings, rows, yields }: Picker, room: number): number[] {
  const widths = headings.map((heading, column) =>
    Math.max(textWidth(heading), ...rows.map(({ cells }) => textWidth(cells[column] ?? ''))),
  )
  const over = widths.reduce((sum, width) => sum + width + 2, -2) - room
  return widths.map((width, column) =>
    column === yields && over > 0 ? Math.max(Math.min(width, leastColumn), width - over) : width,
  )
}

function fitted(cell: string, width: number): string {
  return padded(cut(cell, width), width)
}

/** Lines of a row's page that are seen at once. */
export function pageRows(rows: number): number {
  return Math.max(3, rows - 5)
}

function hints({ typing, actions }: Picker): string[] {
  if (typing) return ['type what you see', 'Enter shows', 'Esc leaves', 'arrows choose']
  return ['Enter shows', ...actions.map(({ key, text }) => `${key} ${text}`), '/ type', 'q leaves']
}
