import { applyEdits, modify, parseTree, type ParseError } from 'jsonc-parser'
import { EditFault, lineBreakOf, type Path } from './splice.ts'

/** Sets the keys of one JSON text in another, which may hold comments; objects are merged. @throws {EditFault} */
export function editJson(text: string, changes: string): string {
  const wanted = leaves(parse(changes, 'the fence'), [])
  const start = text.trim() === '' ? '{}\n' : text
  parse(start, 'the file')
  const tab = /^\t+\S/m.test(start)
  const size = /^( +)\S/m.exec(start)?.[1]?.length ?? 2
  const formattingOptions = { insertSpaces: !tab, tabSize: tab ? 1 : size, eol: lineBreakOf(start) }
  return wanted.reduce(
    (edited, [path, value]) => applyEdits(edited, modify(edited, [...path], value, { formattingOptions })),
    start,
  )
}

function parse(text: string, where: string): unknown {
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { allowTrailingComma: true })
  if (tree?.type !== 'object' || errors.length > 0) throw new EditFault(`${where} is not a JSON object`)
  return toValue(tree)
}

type Node = NonNullable<ReturnType<typeof parseTree>>

function toValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(toValue)
  if (node.type !== 'object') return node.value
  const entries = (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [[String(key.value), toValue(value)] as const],
  )
  return new Map(entries)
}

/** Every key that holds something else than an object, and every empty object. */
function leaves(value: unknown, path: Path): [Path, unknown][] {
  if (!(value instanceof Map)) return [[path, plain(value)]]
  if (value.size === 0) return path.length === 0 ? [] : [[path, {}]]
  return [...value].flatMap(([key, inner]) => leaves(inner, [...path, String(key)]))
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]))
  return Array.isArray(value) ? value.map(plain) : value
}
