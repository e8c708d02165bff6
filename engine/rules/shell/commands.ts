import type { Command, ParsedScript, Pipeline, Redirection, SyntaxNode, Word } from 'unbash'
import type { Span } from '../../source.ts'

/** Calls back for each direct child of a node of the shell's syntax tree. */
export type WalkTree = (node: SyntaxNode, callback: (child: SyntaxNode) => void) => void

/** A word after quotes are taken away; expansions stand in it as they are written. Spans are offsets in the script. */
export interface ShellWord {
  readonly value: string
  /** As written, quotes included. */
  readonly text: string
  readonly span: Span
  /** Whether the shell may make many words of it: an unquoted `*`, `?` or `[…]`. */
  readonly globs: boolean
}

/** A simple command: a program and its words. No words at all when it only assigns or redirects. */
export interface ShellCommand {
  readonly words: readonly ShellWord[]
  readonly span: Span
  /** Text that it reads and that stands in the script: a here-document, a here-string, what `echo` pipes into it. */
  readonly input?: ShellWord
  readonly outputs: readonly { readonly operator: string; readonly target: ShellWord }[]
  /** Where it stands. */
  readonly place: CommandPlace
}

/** What stands around a command. */
export interface CommandPlace {
  /** Its input is no terminal and not closed: a pipe, a file, a here-document, of its own or of a loop around it. */
  readonly fed?: true
  /** The script does not wait for it. */
  readonly background?: true
  /** The words of the next command of its pipeline. */
  readonly next?: readonly string[]
}

/** Where a piece of the text that is being read stands in the block's script. */
type Place = (start: number, end: number) => Span

const itself: Place = (start, end) => ({ start, end })

/** Levels of a syntax tree. Nobody nests commands deeper, and a hostile page must not use up the stack. */
const deepest = 400

/** A script is nested deeper than anybody reads. */
export class TooDeep extends Error {}

/**
 * Every simple command of a script at any depth: in lists, pipelines, loops, functions, substitutions.
 * @throws {TooDeep} for a hostile script.
 */
export function commandsOf(tree: ParsedScript, walk: WalkTree, place: Place = itself): ShellCommand[] {
  const found: ShellCommand[] = []
  const piped = new Map<SyntaxNode, ShellWord>()
  const visit = (node: SyntaxNode, place: Place, depth: number, around: CommandPlace): void => {
    if (depth > deepest) throw new TooDeep()
    if (node.type === 'Pipeline') pipe(node, piped, place)
    const within = placeOf(node, around)
    if (node.type === 'Command') found.push(readCommand(node, place, within, piped.get(node)))
    const below = placesBelow(node, within)
    walk(node, (child) => visit(child, childPlace(node, child, place), depth + 1, below(child)))
  }
  visit(tree, place, 0, {})
  return found
}

/** Where loops, groups and conditions of a script send what their commands print: each such redirection at any depth. */
export function outputsOf(tree: ParsedScript, walk: WalkTree): ShellCommand['outputs'] {
  const found: { readonly operator: string; readonly target: ShellWord }[] = []
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Redirected') found.push(...outputsIn(node.redirects, itself))
    walk(node, visit)
  }
  visit(tree)
  return found
}

/** The same commands for a text inside a script; spans point into the outer one as exactly as quoting allows. */
export function placeInside(outer: ShellWord): Place {
  const quoted = outer.text.length === outer.value.length + 2 && outer.text.slice(1, -1) === outer.value
  if (!quoted && outer.text !== outer.value) return () => outer.span
  const from = outer.span.start + (quoted ? 1 : 0)
  return (start, end) => ({ start: from + start, end: from + end })
}

/** A script in escaped backticks counts its offsets in a text of its own, so it is placed as a whole. */
function childPlace(node: SyntaxNode, child: SyntaxNode, place: Place): Place {
  if (child.type !== 'Script' || child.source === undefined) return place
  const whole = place(node.pos, node.end)
  return () => whole
}

function placeOf(node: SyntaxNode, around: CommandPlace): CommandPlace {
  if (node.type === 'Statement' && node.background) return { ...around, background: true }
  const redirects = node.type === 'Command' || node.type === 'Redirected' ? node.redirects : []
  return redirects.some(({ operator }) => operator.startsWith('<')) ? { ...around, fed: true } : around
}

/** The first command of a pipeline is fed as the pipeline is, the others by the one before them. */
function placesBelow(node: SyntaxNode, around: CommandPlace): (child: SyntaxNode) => CommandPlace {
  if (node.type !== 'Pipeline') return () => around
  const places = new Map<SyntaxNode, CommandPlace>(
    node.commands.map((command, index) => {
      const next = node.commands[index + 1]
      const words =
        next?.type === 'Command' ? readCommand(next, itself).words.map(({ value }) => value) : undefined
      return [command, { ...around, ...(index > 0 && { fed: true }), ...(words && { next: words }) }]
    }),
  )
  return (child) => places.get(child) ?? around
}

function readCommand(
  node: Command,
  place: Place,
  around: CommandPlace = {},
  piped?: ShellWord,
): ShellCommand {
  const words = [...(node.name ? [node.name] : []), ...node.args].map((word) =>
    word.type === 'Word' ? readWord(word, place) : plainWord(word.text, place(word.pos, word.end)),
  )
  const input = inputOf(node.redirects, place) ?? piped
  return {
    words,
    span: place(node.pos, node.end),
    place: around,
    ...(input && { input }),
    outputs: outputsIn(node.redirects, place),
  }
}

function outputsIn(redirects: readonly Redirection[], place: Place): ShellCommand['outputs'] {
  return redirects.flatMap((redirect) =>
    redirect.type === 'Redirect' && redirect.operator.includes('>') && redirect.target
      ? [{ operator: redirect.operator, target: readWord(redirect.target, place) }]
      : [],
  )
}

function readWord(word: Word, place: Place): ShellWord {
  const globs = word.parts?.some((part) => part.type === 'Glob' || part.type === 'ExtendedGlob') ?? false
  return { value: word.value, text: word.text, span: place(word.pos, word.end), globs }
}

const plainWord = (text: string, span: Span): ShellWord => ({ value: text, text, span, globs: false })

function inputOf(redirects: readonly Redirection[], place: Place): ShellWord | undefined {
  for (const redirect of redirects) {
    if (redirect.type === 'HereString' && redirect.target) return readWord(redirect.target, place)
    if (redirect.type === 'HereDoc')
      return plainWord(redirect.body.text, place(redirect.body.pos, redirect.body.end))
  }
  return undefined
}

function pipe(node: Pipeline, piped: Map<SyntaxNode, ShellWord>, place: Place): void {
  node.commands.forEach((command, index) => {
    const next = node.commands[index + 1]
    if (command.type !== 'Command' || next === undefined) return
    const printed = printedBy(readCommand(command, place))
    if (printed) piped.set(next, printed)
  })
}

/** What a command prints when that can be read off it: `echo` and `printf` of words, `cat` of a here-document. */
function printedBy(command: ShellCommand): ShellWord | undefined {
  const [name, ...rest] = command.words
  if (name?.value === 'cat') return command.input
  if (name?.value !== 'echo' && name?.value !== 'printf') return undefined
  const said = rest.filter((word) => !word.value.startsWith('-'))
  const [first, ...more] = said
  if (first === undefined || more.length === 0) return first
  const span = { start: first.span.start, end: more.at(-1)?.span.end ?? first.span.end }
  return { ...plainWord(said.map((word) => word.value).join(' '), span), text: '' }
}
