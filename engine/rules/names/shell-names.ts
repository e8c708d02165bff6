import type { Command, ParameterExpansionPart, ParsedScript, SyntaxNode, Word } from 'unbash'
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
  if (node.type === 'SimpleExpansion') use(node.text.slice(1), node, found)
  if (node.type === 'ParameterExpansion') readExpansion(node, found)
  if (node.type === 'ArithmeticWord' && node.parts === undefined && node.value.startsWith('$'))
    use(node.value.replaceAll(/[${}]/g, ''), node, found)
  if (node.type === 'Assignment' || node.type === 'FileDescriptorVariable') found.set.add(node.name)
  if (node.type === 'For' || node.type === 'Select') found.set.add(node.name.value)
  if (node.type === 'ArithmeticBinary' && node.operator.endsWith('=') && node.left.type === 'ArithmeticWord')
    found.set.add(node.left.value)
  if (node.type === 'Command') readCommand(node, found)
}

function readExpansion(node: ParameterExpansionPart, found: Found): void {
  const { operation, parameter, prefix } = node
  const fallback = operation?.type === 'Default' ? operation.operator : undefined
  if (fallback?.includes('=')) found.set.add(parameter)
  if (prefix !== '!' && (fallback === undefined || fallback.includes('?'))) use(parameter, node, found)
}

function use(name: string, { pos, end }: { pos: number; end: number }, found: Found): void {
  if (identifier.exec(name)?.[0] === name) found.used.push({ name, span: { start: pos, end } })
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
