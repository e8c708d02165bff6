import type { ShellWord } from '../shell/commands.ts'
import { operandsOf, programName } from '../shell/options.ts'
import { type Destruction, destructions } from './table.ts'

/** A line of the table of destructions, taken apart once (see there for the language). */
interface Pattern {
  readonly destruction: Destruction
  /** What may stand at each position among the operands, the program first. */
  readonly positions: readonly (readonly string[])[]
  /** Groups of options of which one must be there. */
  readonly options: readonly (readonly string[])[]
  readonly excluded: readonly string[]
  readonly beginnings: readonly string[]
  readonly globs: boolean
}

const patterns = destructions.map(readPattern)
const byProgram = indexed(patterns)

/** The first line of the table that a command fits, with the words of it that a message should speak: `rm -rf`. */
export function destructionOf(
  words: readonly ShellWord[],
): (Destruction & { readonly name: string }) | undefined {
  const program = programName(words[0]?.value ?? '')
  const stem = program.split('.')[0] ?? program
  const candidates = byProgram.get(program) ?? byProgram.get(`${stem}…`)
  if (candidates === undefined) return undefined
  const operands = operandsOf(words)
  const found = candidates.find((pattern) => fits(pattern, words, operands))
  return found && { ...found.destruction, name: spokenOf(found, words, operands) }
}

/** Programs that the table knows: nothing is guessed about their subcommands. */
export const knownPrograms: ReadonlySet<string> = new Set(byProgram.keys())

function readPattern(destruction: Destruction): Pattern {
  const tokens = destruction.pattern.split(' ')
  const isPosition = (token: string): boolean => !/^[-!]|=$/.test(token) && token !== '*'
  return {
    destruction,
    positions: tokens.filter(isPosition).map((token) => token.split('|')),
    options: tokens.filter((token) => token.startsWith('-')).map((token) => token.split('|')),
    excluded: tokens.filter((token) => token.startsWith('!')).map((token) => token.slice(1)),
    beginnings: tokens.filter((token) => token.endsWith('=')),
    globs: tokens.includes('*'),
  }
}

function indexed(all: readonly Pattern[]): Map<string, Pattern[]> {
  const index = new Map<string, Pattern[]>()
  for (const pattern of all)
    for (const program of pattern.positions[0] ?? [])
      index.set(program, [...(index.get(program) ?? []), pattern])
  return index
}

function fits(pattern: Pattern, words: readonly ShellWord[], operands: readonly ShellWord[]): boolean {
  return (
    pattern.positions.every(
      (names, at) => at === 0 || names.includes('_') || names.includes(operands[at]?.value ?? ''),
    ) &&
    pattern.options.every((group) =>
      group.some((option) => words.some((word, at) => holds(word, option, words[at + 1]))),
    ) &&
    !words.some((word) => pattern.excluded.includes(word.value)) &&
    pattern.beginnings.every((start) => operands.some((word) => word.value.startsWith(start))) &&
    (!pattern.globs || operands.some((word, at) => at > 0 && word.globs))
  )
}

/** `-r` stands in `-rf`; `-X=DELETE` is `-X DELETE`, `-XDELETE` and `--request=DELETE` with its own name. */
function holds(word: ShellWord, option: string, next: ShellWord | undefined): boolean {
  const [name = '', wanted] = option.split('=')
  const short = /^-[A-Za-z]$/.test(name)
  const bundled = short && /^-[A-Za-z]+$/.test(word.value)
  if (wanted === undefined)
    return bundled
      ? word.value.includes(name.slice(1))
      : word.value === name || word.value.startsWith(`${name}=`)
  const attached = short && /^-\w/.test(word.value) && word.value.endsWith(`${name.slice(1)}${wanted}`)
  const separate = word.value === name || (bundled && word.value.endsWith(name.slice(1)))
  return attached || word.value === `${name}=${wanted}` || (separate && next?.value === wanted)
}

function spokenOf(pattern: Pattern, words: readonly ShellWord[], operands: readonly ShellWord[]): string {
  const named = operands.slice(0, pattern.positions.length)
  const options = pattern.options.flat()
  const spoken = words.filter(
    (word, at) =>
      named.includes(word) ||
      options.some((option) => !option.includes('=') && holds(word, option, words[at + 1])),
  )
  const value = options.find((option) => option.includes('='))?.replace('=', ' ')
  const texts = spoken.map((word, at) => (at === 0 ? programName(word.value) : word.value))
  return [...texts, ...(value === undefined ? [] : [value])].join(' ')
}
