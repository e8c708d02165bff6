import { EditFault, lineEnd, type Path } from './splice.ts'

/** A key with its value, as it stands in a TOML text. */
export interface TomlEntry {
  readonly path: Path
  /** Offsets of the value, without a comment behind it. */
  readonly start: number
  readonly end: number
  /** Where its line begins. */
  readonly line: number
  /** Index of its table. */
  readonly table: number
}

/** A table header; the first table is the root, which has none. */
export interface TomlTable {
  readonly path: Path
  /** `[[name]]`: its keys cannot be named by a path. */
  readonly array: boolean
  readonly start: number
  readonly end: number
}

/** Finds the tables and entries of a TOML text. @throws {EditFault} naming the line that is not TOML. */
export function scanToml(text: string): { readonly tables: TomlTable[]; readonly entries: TomlEntry[] } {
  const tables: TomlTable[] = [{ path: [], array: false, start: 0, end: 0 }]
  const entries: TomlEntry[] = []
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length;) {
    const line = at
    at = skipBlanks(text, at)
    if (at >= text.length) break
    if (/[\r\n#]/.test(text[at] ?? '')) {
      at = lineEnd(text, at)
    } else if (text[at] === '[') {
      const table = readHeader(text, at)
      at = endStatement(text, table.end)
      tables.push({ ...table, start: line })
    } else {
      const table = tables.length - 1
      const entry = readEntry(text, at, tables[table]?.path ?? [])
      at = endStatement(text, entry.end)
      entries.push({ ...entry, line, table })
    }
  }
  return { tables, entries }
}

function readHeader(text: string, at: number): Omit<TomlTable, 'start'> {
  const array = text.startsWith('[[', at)
  const { path, end } = readKey(text, at + (array ? 2 : 1))
  const close = array ? ']]' : ']'
  if (!text.startsWith(close, end)) throw fault(text, at)
  return { path, array, end: end + close.length }
}

function readEntry(text: string, at: number, table: Path): Pick<TomlEntry, 'path' | 'start' | 'end'> {
  const key = readKey(text, at)
  if (text[key.end] !== '=') throw fault(text, at)
  const start = skipBlanks(text, key.end + 1)
  const end = skipValue(text, start)
  if (end === start) throw fault(text, at)
  return { path: [...table, ...key.path], start, end }
}

/** A dotted key, and where the next sign behind it stands. */
function readKey(text: string, from: number): { readonly path: string[]; readonly end: number } {
  const path: string[] = []
  for (let at = skipBlanks(text, from); ; at = skipBlanks(text, at + 1)) {
    const found = /[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y
    found.lastIndex = at
    const [word] = found.exec(text) ?? []
    if (word === undefined) throw fault(text, from)
    path.push(unquote(word))
    at = skipBlanks(text, at + word.length)
    if (text[at] !== '.') return { path, end: at }
  }
}

function unquote(word: string): string {
  if (word.startsWith("'")) return word.slice(1, -1)
  if (!word.startsWith('"')) return word
  try {
    return JSON.parse(word) as string
  } catch {
    return word.slice(1, -1)
  }
}

const piece = /"""[^]*?[^\\]"""+|"""""""*|'''[^]*?'''+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[^]/y

/** Where a value ends: at a comment or a line break outside of strings and brackets, without blanks before it. */
function skipValue(text: string, from: number): number {
  let depth = 0
  let end = from
  piece.lastIndex = from
  for (let found = piece.exec(text); found !== null; found = piece.exec(text)) {
    const [part] = found
    if (part === '[' || part === '{') depth += 1
    if (part === ']' || part === '}') depth -= 1
    const comment = part.startsWith('#')
    if (depth === 0 && (comment || part === '\n' || part === '\r')) return end
    if (!comment && part.trim() !== '') end = piece.lastIndex
  }
  if (depth > 0) throw fault(text, from)
  return end
}

/** Nothing but a comment may stand behind a header or a value. */
function endStatement(text: string, from: number): number {
  const at = skipBlanks(text, from)
  if (at < text.length && !/[\r\n#]/.test(text[at] ?? '')) throw fault(text, from)
  return lineEnd(text, at)
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return at
}

function fault(text: string, at: number): EditFault {
  return new EditFault(`line ${text.slice(0, at).split('\n').length} is not TOML that can be edited`)
}
