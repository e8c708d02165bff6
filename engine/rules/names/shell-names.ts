import type { Command, ParsedScript, SyntaxNode, Word } from 'unbash'
import { programName } from '../shell/options.ts'
import type { WalkTree } from '../shell/commands.ts'
import type { NameUse, Names } from './names.ts'

const identifier = /^[A-Za-z_]\w*/

/** Builtins whose words are names that they set. */
const setters = /^(?:export|declare|typeset|local|readonly|read|mapfile|readarray|getopts|unset|let)$/

interface Found {
  readonly used: NameUse[]
  readonly set: Set<string>
  readonly exported: Set<string>
  open: boolean
  exportsAll: boolean
}

/**
 * Names in a shell script. `${X:-…}` has its own fallback and is no use; a name in single quotes is no
 * variable; names in arithmetic count as set where they are assigned and are not asked for.
 */
export function shellNames(
  tree: ParsedScript,
  walk: WalkTree,
): Omit<Names, 'handedOn'> & { exported: Set<string> } {
  const found: Found = { used: [], set: new Set(), exported: new Set(), open: false, exportsAll: false }
  const visit = (node: SyntaxNode): void => {
    read(node, found)
    walk(node, visit)
  }
  visit(tree)
  const exported = found.exportsAll ? new Set([...found.exported, ...found.set]) : found.exported
  return { used: found.used, set: found.set, exported, open: found.open }
}

function read(node: SyntaxNode, found: Found): void {
  switch (node.type) {
    case 'SimpleExpansion':
      return use(node.text.slice(1), node.pos, node.end, found)
    case 'ParameterExpansion':
      if (node.operation?.type === 'Default' && node.operation.operator.includes('='))
        found.set.add(node.parameter)
      if (node.operation?.type === 'Default' && !node.operation.operator.includes('?')) return
      if (node.prefix === '!') return
      return use(node.parameter, node.pos, node.end, found)
    case 'Assignment':
      found.set.add(node.name)
      return
    case 'For':
    case 'Select':
      found.set.add(node.name.value)
      return
    case 'FileDescriptorVariable':
      found.set.add(node.name)
      return
    case 'Command':
      return readCommand(node, found)
    case 'ArithmeticBinary':
      if (node.operator.endsWith('=') && node.left.type === 'ArithmeticWord') found.set.add(node.left.value)
      return
    default:
  }
}

function use(name: string, start: number, end: number, found: Found): void {
  if (identifier.exec(name)?.[0] === name) found.used.push({ name, span: { start, end } })
}

function readCommand(node: Command, found: Found): void {
  const name = programName(node.name?.value ?? '')
  const words = node.args.filter((word): word is Word => word.type === 'Word').map((word) => word.value)
  if (name === 'source' || name === '.' || name === 'eval') found.open = true
  if (name === 'set' && words.some((word) => /^-[a-z]*a/.test(word) || word === 'allexport'))
    found.exportsAll = true
  if (name === 'printf' && words[0] === '-v' && words[1]) found.set.add(words[1])
  if (!setters.test(name)) return
  const named = node.args.flatMap(
    (word) => identifier.exec(word.type === 'Word' ? word.value : word.name)?.[0] ?? [],
  )
  for (const each of named) found.set.add(each)
  const exports =
    name === 'export' || (/^(declare|typeset)$/.test(name) && words.some((word) => /^-\w*x/.test(word)))
  if (exports) for (const each of named) found.exported.add(each)
}
