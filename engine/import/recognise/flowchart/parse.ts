/** A flowchart: boxes, and the arrows between them in the order in which they are written. */
export interface Flowchart {
  readonly boxes: ReadonlyMap<string, Box>
  readonly arrows: readonly Arrow[]
}

export interface Box {
  readonly id: string
  readonly text: string
  /** Line of the chart that names it first, counted from 0. */
  readonly line: number
  /** A rhombus or a hexagon, or its text ends with a question mark. */
  readonly asks: boolean
}

export interface Arrow {
  readonly from: string
  readonly to: string
  /** What is written on it; empty for none. */
  readonly label: string
}

/** Characters of one line: arrows are looked for from each of them. */
const longest = 1_000
/** More than anybody draws; `A & B --> C & D` makes four of one line. */
const mostArrows = 1_000

/** Whether a text is a flowchart of Mermaid. */
export const isFlowchart = (text: string): boolean => /^\s*(?:flowchart|graph)\b/.test(withoutComments(text))

/** Reads boxes and arrows; looks and groups say nothing. @returns the first line that is neither, when there is one */
export function parseFlowchart(text: string): Flowchart | { readonly unread: string } {
  const boxes = new Map<string, Box>()
  const arrows: Arrow[] = []
  for (const [line, written] of withoutComments(text).split('\n').entries()) {
    const statement = written.trim().replace(/;$/, '')
    if (statement === '' || says.test(statement)) continue
    const isRead = statement.length <= longest && new Statement(statement, line, boxes, arrows).read()
    if (!isRead || arrows.length > mostArrows) return { unread: statement.slice(0, 60) }
  }
  return { boxes, arrows }
}

const withoutComments = (text: string): string =>
  text
    .replace(/^\s*---\n[\s\S]*?\n---\n/, (front) => front.replaceAll(/[^\n]/g, ''))
    .replaceAll(/^[ \t]*%%.*$/gm, '')

/** The heading, groups, and how things look. */
const says =
  /^(?:(?:flowchart|graph)\b(?:[ \t]+(?:TB|TD|BT|LR|RL))?$|(?:subgraph|direction|style|classDef|class|linkStyle|click|accTitle|accDescr)\b|end$)/

const name = /[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)*/uy
const look = /:::[\w-]+/y
const arrow = /\s*(?:-{2,}>|-\.+->|={2,}>)\s*(?:\|([^|]*)\|)?\s*/y
const spoken = /\s*(?:--|-\.|==)\s*(?![->.=])([^|]+?)\s*(?:-{2,}>|\.+->|={2,}>)\s*/y

/** Marks around the text of a box, the longer ones first. */
const shapes = [
  ['(((', ')))'],
  ['((', '))'],
  ['([', '])'],
  ['[[', ']]'],
  ['[(', ')]'],
  ['[/', '/]'],
  ['[/', '\\]'],
  ['[\\', '\\]'],
  ['[\\', '/]'],
  ['{{', '}}'],
  ['{', '}'],
  ['[', ']'],
  ['(', ')'],
  ['>', ']'],
] as const

/** One line: boxes, and arrows from each to the next. */
class Statement {
  readonly #text: string
  readonly #line: number
  readonly #boxes: Map<string, Box>
  readonly #arrows: Arrow[]
  #at = 0

  constructor(text: string, line: number, boxes: Map<string, Box>, arrows: Arrow[]) {
    this.#text = text
    this.#line = line
    this.#boxes = boxes
    this.#arrows = arrows
  }

  /** Whether all of it was read. */
  read(): boolean {
    let from = this.#row()
    while (from !== undefined && this.#at < this.#text.length) {
      const label = this.#arrow()
      const to = label === undefined ? undefined : this.#row()
      if (to === undefined) return false
      for (const one of from)
        this.#arrows.push(...to.map((other) => ({ from: one, to: other, label: plain(label ?? '') })))
      from = to
    }
    return from !== undefined
  }

  /** `A & B`. */
  #row(): string[] | undefined {
    const row: string[] = []
    do {
      const id = this.#take(name)?.[0]
      if (id === undefined) return undefined
      this.#box(id)
      row.push(id)
    } while (this.#take(/\s*&\s*/y) !== undefined)
    return row
  }

  #box(id: string): void {
    const [open, text] = this.#shape() ?? []
    this.#take(look)
    const known = this.#boxes.get(id)
    if (known !== undefined && text === undefined) return
    const shown = plain(text ?? id)
    const asks = open?.startsWith('{') === true || shown.endsWith('?')
    this.#boxes.set(id, { id, text: shown, line: known?.line ?? this.#line, asks })
  }

  #shape(): [string, string] | undefined {
    for (const [open, close] of shapes) {
      if (!this.#text.startsWith(open, this.#at)) continue
      const from = this.#at + open.length
      const quoted = this.#text.startsWith('"', from) ? this.#text.indexOf('"', from + 1) : from
      const end = quoted < 0 ? -1 : this.#text.indexOf(close, quoted)
      if (end < 0) continue
      this.#at = end + close.length
      return [open, this.#text.slice(from, end)]
    }
    return undefined
  }

  #arrow(): string | undefined {
    const found = this.#take(arrow) ?? this.#take(spoken)
    return found === undefined ? undefined : (found[1] ?? '')
  }

  #take(shape: RegExp): RegExpExecArray | undefined {
    shape.lastIndex = this.#at
    const found = shape.exec(this.#text) ?? undefined
    if (found !== undefined) this.#at = shape.lastIndex
    return found
  }
}

/** A text as a reader sees it: neither its quotes, nor icons, nor line breaks. */
const plain = (text: string): string =>
  text
    .trim()
    .replace(/^"([\s\S]*)"$/, '$1')
    .replace(/^`([\s\S]*)`$/, '$1')
    .replaceAll(/<br\s*\/?>|\\n|\bfa[bsr]?:fa-[\w-]+/gi, ' ')
    .replaceAll('#quot;', '"')
    .replaceAll(/\s+/g, ' ')
    .trim()
