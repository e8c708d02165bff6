import { isMap, isScalar, parseAllDocuments, type Document, type Pair, type YAMLMap } from 'yaml'
import { applySplices, EditFault, lineBreakOf, lineEnd, lineStart, newLine, type Path } from './splice.ts'

interface Wanted {
  readonly path: Path
  /** As it is written in the fence: a scalar, a flow or a block, its first line without indentation. */
  readonly value: string
}

/** Sets the keys of one YAML text in another; all else, comments too, stays byte for byte. @throws {EditFault} */
export function editYaml(text: string, changes: string): string {
  return wantedKeys(rootOf(changes, 'the fence'), changes, []).reduce(setKey, text)
}

function rootOf(text: string, where: string): YAMLMap | undefined {
  const documents = parseAllDocuments(text) as Document.Parsed[]
  const [document, second] = documents
  const broken = documents.some(({ errors }) => errors.length > 0)
  if (broken || second !== undefined) throw new EditFault(`${where} is not one YAML document without errors`)
  if (document === undefined || document.contents === null) return undefined
  if (isMap(document.contents)) return document.contents
  if (isScalar(document.contents) && document.contents.value === null) return undefined
  throw new EditFault(`${where} is not a YAML mapping`)
}

function wantedKeys(map: YAMLMap | undefined, text: string, path: Path): Wanted[] {
  return (map?.items ?? []).flatMap((pair) => {
    const here = [...path, keyOf(pair)]
    if (isMap(pair.value) && !pair.value.flow && pair.value.items.length > 0) {
      return wantedKeys(pair.value, text, here)
    }
    return [{ path: here, value: valueText(text, pair) }]
  })
}

/** The text of a value, moved to the left margin. */
function valueText(text: string, pair: Pair): string {
  const range = rangeOf(pair.value)
  if (range === undefined) return 'null'
  const [start, end] = range
  const margin = start - lineStart(text, start)
  const block = /^[ \t]*$/.test(text.slice(lineStart(text, start), start))
  const lines = text.slice(start, end).trimEnd().split('\n')
  if (!block) return lines.join('\n')
  return lines.map((line) => (line.slice(0, margin).trim() === '' ? line.slice(margin) : line)).join('\n')
}

function setKey(text: string, { path, value }: Wanted): string {
  let map = rootOf(text, 'the file')
  for (const [depth, name] of path.entries()) {
    const pair = map?.items.find((candidate) => keyOf(candidate) === name)
    if (pair === undefined) return addKey(text, map, path, depth, value)
    if (depth === path.length - 1) return replaceValue(text, pair, path, value)
    if (!isMap(pair.value))
      throw new EditFault(`\`${path.slice(0, depth + 1).join('.')}\` is not a mapping here`)
    map = pair.value
  }
  return text
}

function replaceValue(text: string, pair: Pair, path: Path, value: string): string {
  if (isMap(pair.value) && !pair.value.flow)
    throw new EditFault(`\`${path.join('.')}\` is a mapping here: set its keys`)
  const key = rangeOf(pair.key)
  const range = rangeOf(pair.value)
  if (key === undefined) throw new EditFault(`\`${path.join('.')}\` cannot be found`)
  const colon = text.indexOf(':', key[1]) + 1
  const indent = key[0] - lineStart(text, key[0])
  const written = writeValue(value, indent, lineBreakOf(text))
  if (range === undefined || range[0] < colon)
    return applySplices(text, [{ start: colon, end: colon, text: written }])
  const end = range[0] + text.slice(range[0], range[1]).trimEnd().length
  return applySplices(text, [{ start: colon, end: Math.max(end, colon), text: written }])
}

/** What stands behind a colon: a value of one line behind a blank, a block sequence on lines of its own. */
function writeValue(value: string, indent: number, lineBreak: string): string {
  if (!/^- /m.test(value) && !value.includes('\n')) return ` ${value}`
  const pad = ' '.repeat(indent + 2)
  const lines = value.split(/\r?\n/)
  if (/^[|>]/.test(value))
    return ` ${lines.map((line, i) => (i === 0 ? line : pad + line.trimStart())).join(lineBreak)}`
  if (!value.startsWith('- ')) return ` ${value}`
  return lineBreak + lines.map((line) => pad + line).join(lineBreak)
}

/** Adds what is missing of a path below the mapping that is there. */
function addKey(text: string, map: YAMLMap | undefined, path: Path, depth: number, value: string): string {
  if (map?.flow === true)
    throw new EditFault(`\`${path.slice(0, depth).join('.')}\` is written in one line: set it as a whole`)
  const first = rangeOf(map?.items[0]?.key)
  const last = map?.items.at(-1)
  const indent = first === undefined ? 0 : first[0] - lineStart(text, first[0])
  const at = last === undefined ? text.length : endOfPair(text, last)
  const lines = path.slice(depth).map((name, i) => `${' '.repeat(indent + 2 * i)}${keyText(name)}:`)
  const deepest = indent + 2 * (path.length - depth - 1)
  const line = lines.join(lineBreakOf(text)) + writeValue(value, deepest, lineBreakOf(text))
  return applySplices(text, [newLine(text, at, line)])
}

function endOfPair(text: string, pair: Pair): number {
  const end = rangeOf(pair.value)?.[1] ?? rangeOf(pair.key)?.[1] ?? text.length
  const content = text.slice(0, end).trimEnd().length
  return lineEnd(text, content)
}

function keyOf(pair: Pair): string {
  if (isScalar(pair.key)) return String(pair.key.value)
  throw new EditFault('a key that is not a plain word cannot be set')
}

function keyText(name: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|~)$/i.test(name)
    ? name
    : JSON.stringify(name)
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined
  const [start, end] = node.range as number[]
  return start === undefined || end === undefined ? undefined : [start, end]
}
