import type { ArithmeticWord, Assignment, Command, SyntaxNode, Word, WordPart } from 'unbash'
import type { Span } from '../../source.ts'
import type { WalkTree } from '../shell/commands.ts'

/** A construct of the shell that does something else than its author meant, for some value. */
export interface Hazard {
  readonly span: Span
  readonly message: string
  readonly label: string
  readonly help: string
  /** What may be written for {@link span}, where only one thing can be meant. */
  readonly instead?: string
}

/** What is known of names: whether a value may hold blanks or patterns, and whether somebody else may choose it. */
export interface NameKnowledge {
  readonly splits: (name: string) => boolean
  readonly foreign: (name: string) => boolean
}

/** Hazards in a shell script, in its order. */
export function hazardsIn(tree: SyntaxNode, walk: WalkTree, script: string, names: NameKnowledge): Hazard[] {
  const found: Hazard[] = []
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command') found.push(...inCommand(node, script, names))
    if (node.type === 'TestBinary' && /^-(?:eq|ne|lt|le|gt|ge)$/.test(node.operator))
      found.push(...computed([node.left, node.right], names))
    if (node.type === 'ArithmeticWord' && node.parts === undefined) found.push(...calculated(node, names))
    walk(node, visit)
  }
  visit(tree)
  return found
}

function inCommand(node: Command, script: string, names: NameKnowledge): Hazard[] {
  const name = node.name?.value ?? ''
  if (name === 'eval') return evaluated(node, script)
  if (name === 'printf' && node.args[0]?.text === '-v') return chosenName(node.args[1])
  if (/^(?:local|declare|typeset|export|readonly)$/.test(name)) return hiddenStatus(node, name)
  return name === ''
    ? []
    : [
        ...pasted(node, names),
        ...[...node.args].flatMap((word) => (word.type === 'Word' ? unquoted(word, names) : [])),
      ]
}

/** `bash -c "… $X …"`: the value is put into the script before that shell reads it. */
function pasted({ name, args }: Command, names: NameKnowledge): Hazard[] {
  const words = [...(name ? [name] : []), ...args]
  const option = words.findIndex(
    ({ text }, at) => /^-[a-z]*c$/.test(text) && /^(?:ba|da|z|k|a)?sh$/.test(words[at - 1]?.text ?? ''),
  )
  const script = option < 0 ? undefined : words[option + 1]
  if (script === undefined || !script.text.startsWith('"')) return []
  return [...script.text.matchAll(/(?<!\\)\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g)].flatMap((match) => {
    const value = match[1] ?? match[2] ?? ''
    const start = script.pos + match.index
    if (!names.foreign(value) || !names.splits(value)) return []
    return [
      {
        span: { start, end: start + match[0].length },
        message: `the value of \`${value}\` becomes a part of a script`,
        label: 'a `;` in it would begin a command',
        help: `hand it over: \`bash -c '… "$1" …' bash "$${value}"\``,
      },
    ]
  })
}

/** `local x=$(cmd)` ends with the status of `local`; a list of words that an array takes does not. */
function hiddenStatus(node: Command, name: string): Hazard[] {
  return node.args.flatMap((word) => {
    const value = word.type === 'Assignment' ? word.value : undefined
    if (value?.type !== 'Word' || !/^"?(?:\$\(|`)/.test(value.text) || value.text.startsWith('$((')) return []
    if (/^"?(?:\$\(|`)\s*(?:date|pwd|hostname|whoami|id|uname|basename|dirname)\b[^|;&]*$/.test(value.text))
      return []
    const assigned = (word as Assignment).name
    return [
      {
        span: { start: node.pos, end: word.end },
        message: `\`${name} ${assigned}=$(…)\` hides whether the command in it failed`,
        label: `this ends with the status of \`${name}\``,
        help: `assign first, then ${name}: \`${assigned}=$(…)\` and \`${name} ${assigned}\``,
      },
    ]
  })
}

/** `eval "$(ssh-agent -s)"` is how those programs are used; a variable that is evaluated may hold anything. */
function evaluated(node: Command, script: string): Hazard[] {
  const text = script.slice(node.pos, node.end)
  const own = /^eval\s+["']?(?:\$\([^$]*\)|`[^$`]*`)["']?$/.test(text)
  if (own || !/[$`]/.test(text) || /^eval\s+'/.test(text)) return []
  return [
    {
      span: { start: node.pos, end: node.end },
      message: '`eval` runs whatever its words hold',
      label: 'a value becomes a command here',
      help: 'call the command itself; keep words in an array: `"${words[@]}"`',
    },
  ]
}

function chosenName(word: Command['args'][number] | undefined): Hazard[] {
  if (word === undefined || !word.text.includes('$')) return []
  return [
    {
      span: { start: word.pos, end: word.end },
      message: '`printf -v` writes to a name that a value chooses',
      label: 'a name such as `x[$(…)]` would be run',
      help: 'write to a name of its own, or to an associative array',
    },
  ]
}

/** A value that somebody else chooses is computed: `a[$(cmd)]` as a number runs `cmd`. */
function computed(words: readonly Word[], names: NameKnowledge): Hazard[] {
  return words.flatMap((word) => {
    const name = /^"?\$\{?([A-Za-z_]\w*)\}?"?$/.exec(word.text)?.[1]
    if (name === undefined || !names.foreign(name)) return []
    return [
      {
        span: { start: word.pos, end: word.end },
        message: `\`[[ … ]]\` computes the value of \`${name}\`, and a computed text may run commands`,
        label: 'not only a number can stand here',
        help: `declare \`${name}\` as \`integer\`, or compare with \`[ … ]\``,
      },
    ]
  })
}

/** `$((X * 2))` reads a value as `[[ X -eq 2 ]]` does, with a `$` or without. */
function calculated({ value, pos, end }: ArithmeticWord, names: NameKnowledge): Hazard[] {
  const name = /^\$?([A-Za-z_]\w*)$/.exec(value)?.[1]
  if (name === undefined || !names.foreign(name)) return []
  return [
    {
      span: { start: pos, end },
      message: `\`$((…))\` computes the value of \`${name}\`, and a computed text may run commands`,
      label: 'not only a number can stand here',
      help: `declare \`${name}\` as \`integer\``,
    },
  ]
}

function unquoted(word: Word, names: NameKnowledge): Hazard[] {
  return (word.parts ?? [word]).flatMap((part) => {
    const name = expandedName(part as WordPart)
    if (name === undefined || !names.splits(name)) return []
    return [
      {
        span: { start: part.pos, end: part.end },
        message: `\`${part.text}\` is not quoted: a blank in it makes two words of one`,
        label: 'a `*` in it would become file names',
        help: `write \`"${word.text}"\``,
        ...(part.text === word.text && { instead: `"${word.text}"` }),
      },
    ]
  })
}

function expandedName(part: WordPart): string | undefined {
  if (part.type === 'SimpleExpansion') return part.text.slice(1)
  if (part.type === 'ParameterExpansion' && part.prefix === undefined && part.operation === undefined)
    return part.parameter
  return undefined
}
