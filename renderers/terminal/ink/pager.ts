import { hung } from '../width.ts'
import type { Pressed } from './keys.ts'

/** Columns beside the lines of a page: the mark of a hit, and one at the end. */
const pageEdge = 3

/** What a page is seen through. */
export interface PageSize {
  /** Columns of the terminal. */
  readonly columns: number
  /** Lines of the page that are seen at once. */
  readonly height: number
}

/** Lines that are safe, set for so many columns. */
export type SetLines = (columns: number) => readonly string[]

/** A page that lies over the screen for a while: help, the timeline, the runbook, the output. */
export interface Pager {
  readonly title: string
  readonly set: SetLines
  /** As they are set for the columns of the terminal. */
  readonly lines: readonly string[]
  readonly columns: number
  /** The first line that is shown. */
  readonly top: number
  /** What is searched for; while it is typed, keys go there. */
  readonly query: string
  readonly typing: boolean
  /** It is the output of a command, which can be saved. */
  readonly saves?: boolean
}

/** What a key does to a page: another page, or an order to the screen. */
export type Paged = Pager | 'close' | 'save' | 'interrupt'

/** Opens a page at its first line, or at `top`: the last lines for one that is too large. */
export function openPage(
  title: string,
  set: SetLines,
  { columns, height }: PageSize,
  more: Partial<Pick<Pager, 'top' | 'typing' | 'saves'>> = {},
): Pager {
  const page = {
    title,
    set,
    columns,
    lines: linesAt(set, columns),
    query: '',
    typing: false,
    top: 0,
    ...more,
  }
  return scrolled(page, page.top, height)
}

/** The same page on a terminal that may have another size now: set anew, and seen where it was seen before. */
export function fitPage(pager: Pager, { columns, height }: PageSize): Pager {
  if (columns === pager.columns) return scrolled(pager, pager.top, height)
  const lines = linesAt(pager.set, columns)
  const atEnd = pager.top > 0 && pager.top + height >= pager.lines.length
  const top = atEnd ? lines.length : Math.round((pager.top / Math.max(1, pager.lines.length)) * lines.length)
  return scrolled({ ...pager, columns, lines }, top, height)
}

function linesAt(set: SetLines, columns: number): readonly string[] {
  const room = columns - pageEdge
  return set(room).flatMap((line) => hung(line, room))
}

// oxlint-disable-next-line no-control-regex
const colours = /\x1b\[[\d;]*m/g

/** Whether a line holds what is searched for; letters count whether large or small. */
export function isHit(line: string, query: string): boolean {
  return query !== '' && line.replaceAll(colours, '').toLowerCase().includes(query.toLowerCase())
}

/** Takes one key. `height`: lines of the page that are seen at once. */
export function turnPage(pager: Pager, key: Pressed, height: number): Paged {
  if (key.kind === 'key' && key.name === 'interrupt') return 'interrupt'
  if (pager.typing) return typeQuery(pager, key, height)
  if (key.kind === 'text') return order(pager, key.text, height)
  switch (key.name) {
    case 'escape':
    case 'enter':
      return 'close'
    case 'up':
      return scrolled(pager, pager.top - 1, height)
    case 'down':
      return scrolled(pager, pager.top + 1, height)
    case 'page-up':
      return scrolled(pager, pager.top - height, height)
    case 'page-down':
      return scrolled(pager, pager.top + height, height)
    case 'home':
      return scrolled(pager, 0, height)
    case 'end':
      return scrolled(pager, pager.lines.length, height)
    default:
      return pager
  }
}

function order(pager: Pager, text: string, height: number): Paged {
  if (text === 'q') return 'close'
  if (text === 'w' && pager.saves === true) return 'save'
  if (text === '/') return { ...pager, query: '', typing: true }
  if (text === ' ') return scrolled(pager, pager.top + height, height)
  if (text === 'n') return found(pager, pager.top + 1, 1, height)
  if (text === 'N') return found(pager, pager.top - 1, -1, height)
  return pager
}

function typeQuery(pager: Pager, key: Pressed, height: number): Pager {
  if (key.kind === 'text') return found({ ...pager, query: pager.query + key.text }, pager.top, 1, height)
  if (key.name === 'erase') return { ...pager, query: Array.from(pager.query).slice(0, -1).join('') }
  if (key.name === 'erase-line') return { ...pager, query: '' }
  if (key.name === 'enter') return { ...pager, typing: false }
  return key.name === 'escape' ? { ...pager, query: '', typing: false } : pager
}

/** Scrolls to the next hit in a direction, around the ends of the page; stays where it is when there is none. */
function found(pager: Pager, from: number, step: 1 | -1, height: number): Pager {
  const { length } = pager.lines
  for (let count = 0; count < length; count++) {
    const at = (((from + step * count) % length) + length) % length
    if (isHit(pager.lines[at] ?? '', pager.query)) return { ...pager, top: clamp(at, length, height) }
  }
  return pager
}

function scrolled(pager: Pager, top: number, height: number): Pager {
  return { ...pager, top: clamp(top, pager.lines.length, height) }
}

function clamp(top: number, length: number, height: number): number {
  return Math.max(0, Math.min(top, length - height))
}
