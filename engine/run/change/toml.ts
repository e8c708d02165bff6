import {
  applySplices,
  EditFault,
  lineBreakOf,
  lineEnd,
  newLine,
  samePath,
  type Path,
  type Splice,
} from './splice.ts'
import { scanToml, type TomlEntry, type TomlTable } from './toml-scan.ts'

interface Wanted {
  readonly path: Path
  readonly value: string
}

/** Sets the keys of one TOML text in another; all else, comments too, stays byte for byte. @throws {EditFault} */
export function editToml(text: string, changes: string): string {
  return wantedKeys(changes).reduce(setKey, text)
}

function wantedKeys(changes: string): Wanted[] {
  const { tables, entries } = scanToml(changes)
  const array = tables.find((table) => table.array)
  if (array !== undefined) {
    throw new EditFault(`\`[[${array.path.join('.')}]]\` cannot be set: only keys of plain tables can`)
  }
  return entries.map(({ path, start, end }) => ({ path, value: changes.slice(start, end) }))
}

function setKey(text: string, { path, value }: Wanted): string {
  const { tables, entries } = scanToml(text)
  const reachable = entries.filter(({ table }) => tables[table]?.array === false)
  const found = reachable.find((entry) => samePath(entry.path, path))
  if (found !== undefined) return applySplices(text, [{ ...found, text: value }])
  const inside = reachable.find((entry) => isPrefix(entry.path, path))
  if (inside !== undefined) {
    throw new EditFault(`\`${inside.path.join('.')}\` is one value here: set it as a whole`)
  }
  const below = [...tables, ...reachable].find((other) => isPrefix(path, other.path))
  if (below !== undefined) throw new EditFault(`\`${path.join('.')}\` is a table here: set its keys`)
  return applySplices(text, [addKey(text, tables, reachable, path, value)])
}

function addKey(
  text: string,
  tables: readonly TomlTable[],
  entries: readonly TomlEntry[],
  path: Path,
  value: string,
): Splice {
  const owner = path.slice(0, -1)
  const table = tables.findIndex((candidate) => !candidate.array && samePath(candidate.path, owner))
  if (table < 0) return addTable(text, owner, `${keyText(path.slice(-1))} = ${value}`)
  const last = entries.findLast((entry) => entry.table === table)
  const indent = last === undefined ? '' : (/^[ \t]*/.exec(text.slice(last.line))?.[0] ?? '')
  const line = `${indent}${keyText(path.slice(-1))} = ${value}`
  if (last !== undefined) return newLine(text, lineEnd(text, last.end), line)
  return table === 0
    ? addFirst(text, tables[1], line)
    : newLine(text, lineEnd(text, tables[table]?.end ?? 0), line)
}

function addTable(text: string, path: Path, line: string): Splice {
  const lineBreak = lineBreakOf(text)
  const gap = text === '' || text.endsWith('\n') ? '' : lineBreak
  const header = path.length === 0 ? '' : `${text === '' ? '' : lineBreak}[${keyText(path)}]${lineBreak}`
  return { start: text.length, end: text.length, text: `${gap}${header}${line}${lineBreak}` }
}

/** The first root key stands above the comments that belong to the first table. */
function addFirst(text: string, next: TomlTable | undefined, line: string): Splice {
  if (next === undefined) return newLine(text, text.length, line)
  const before = text.slice(0, next.start)
  const comments = /(?:^|\n)((?:[ \t]*#[^\n]*\n)+)$/.exec(before)?.[1] ?? ''
  const splice = newLine(text, before.length - comments.length, line)
  return { ...splice, text: splice.text + lineBreakOf(text) }
}

function isPrefix(short: Path, long: Path): boolean {
  return short.length < long.length && short.every((part, i) => part === long[i])
}

function keyText(path: Path): string {
  return path.map((part) => (/^[A-Za-z0-9_-]+$/.test(part) ? part : JSON.stringify(part))).join('.')
}
