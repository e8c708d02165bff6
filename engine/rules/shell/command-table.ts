import type { ShellWord } from './commands.ts'
import { bundledLetters, operandsOf, programName, programOf } from './options.ts'

/**
 * A kind of commands, as a line of words:
 *
 * - the first is the program, the next are its subcommands in order; `a|b` stands for either
 * - `-r|--recursive` must be among the options (`-rf` holds `-r`)
 * - `_` stands for any subcommand; `of=` must begin an operand; `*` is an unquoted glob among the operands
 * - `!word` must not be among the words, `~-c` not among the options (`-tAc` holds it)
 * - `mkfs…` is `mkfs.` with anything behind the dot
 */
export interface CommandLine {
  readonly pattern: string
}

/** Kinds of commands, ready to be looked up. */
export interface CommandTable<Line extends CommandLine> {
  /** The first line that a command fits, with the words of it that a message should speak: `rm -rf`. */
  find(words: readonly ShellWord[]): (Line & { readonly name: string }) | undefined
  readonly programs: ReadonlySet<string>
}

/** A line taken apart once. */
interface Pattern<Line> {
  readonly line: Line
  /** What may stand at each position among the operands, the program first. */
  readonly positions: readonly (readonly string[])[]
  /** Groups of options of which one must be there. */
  readonly options: readonly (readonly string[])[]
  readonly excluded: readonly string[]
  readonly absent: readonly string[]
  readonly beginnings: readonly string[]
  readonly globs: boolean
}

/** Takes lines apart for many lookups; where several fit, the first one counts. */
export function openTable<Line extends CommandLine>(lines: readonly Line[]): CommandTable<Line> {
  const byProgram = indexed(lines.map(readPattern))
  return { find: (words) => findIn(byProgram, words), programs: new Set(byProgram.keys()) }
}

function findIn<Line>(
  byProgram: ReadonlyMap<string, readonly Pattern<Line>[]>,
  words: readonly ShellWord[],
): (Line & { readonly name: string }) | undefined {
  const program = programOf({ words })
  const stem = program.split('.')[0] ?? program
  const candidates = byProgram.get(program) ?? byProgram.get(`${stem}…`)
  if (candidates === undefined) return undefined
  const operands = operandsOf(words)
  const found = candidates.find((pattern) => fits(pattern, words, operands))
  return found && { ...found.line, name: spokenOf(found, words, operands) }
}

function readPattern<Line extends CommandLine>(line: Line): Pattern<Line> {
  const tokens = line.pattern.split(/\s+/)
  const isPosition = (token: string): boolean => !/^[-!~]|=$/.test(token) && token !== '*'
  return {
    line,
    positions: tokens.filter(isPosition).map((token) => token.split('|')),
    options: tokens.filter((token) => token.startsWith('-')).map((token) => token.split('|')),
    excluded: tokens.filter((token) => token.startsWith('!')).map((token) => token.slice(1)),
    absent: tokens.filter((token) => token.startsWith('~')).map((token) => token.slice(1)),
    beginnings: tokens.filter((token) => token.endsWith('=')),
    globs: tokens.includes('*'),
  }
}

function indexed<Line>(all: readonly Pattern<Line>[]): Map<string, Pattern<Line>[]> {
  const index = new Map<string, Pattern<Line>[]>()
  for (const pattern of all)
    for (const program of pattern.positions[0] ?? [])
      index.set(program, [...(index.get(program) ?? []), pattern])
  return index
}

function fits(
  pattern: Pattern<unknown>,
  words: readonly ShellWord[],
  operands: readonly ShellWord[],
): boolean {
  return (
    pattern.positions.every(
      (names, at) => at === 0 || names.includes('_') || names.includes(operands[at]?.value ?? ''),
    ) &&
    pattern.options.every((group) =>
      group.some((option) => words.some((_word, at) => holds(words, at, option))),
    ) &&
    !words.some((word) => pattern.excluded.includes(word.value)) &&
    !pattern.absent.some((option) => words.some((_word, at) => holds(words, at, option))) &&
    pattern.beginnings.every((start) => operands.some((word) => word.value.startsWith(start))) &&
    (!pattern.globs || operands.some((word, at) => at > 0 && word.globs))
  )
}

/** `-r` stands in `-rf`; `-X=DELETE` is `-X DELETE`, `-XDELETE` and `--request=DELETE` with its own name. */
function holds(words: readonly ShellWord[], at: number, option: string): boolean {
  const word = words[at]?.value ?? ''
  const [name = '', wanted] = option.split('=')
  const short = /^-[A-Za-z]$/.test(name)
  const bundle = short ? /^-[A-Za-z]+(?![A-Za-z-])/.exec(word)?.[0] : undefined
  const letters = bundle === undefined ? undefined : bundledLetters(words[0]?.value ?? '', bundle)
  if (wanted === undefined)
    return letters?.includes(name.slice(1)) ?? (word === name || word.startsWith(`${name}=`))
  const attached = short && /^-\w/.test(word) && word.endsWith(`${name.slice(1)}${wanted}`)
  const separate = word === name || (letters?.endsWith(name.slice(1)) ?? false)
  return attached || word === `${name}=${wanted}` || (separate && words[at + 1]?.value === wanted)
}

function spokenOf(
  pattern: Pattern<unknown>,
  words: readonly ShellWord[],
  operands: readonly ShellWord[],
): string {
  const named = operands.slice(0, pattern.positions.length)
  const options = pattern.options.flat()
  const spoken = words.filter(
    (word, at) =>
      named.includes(word) || options.some((option) => !option.includes('=') && holds(words, at, option)),
  )
  const value = options.find((option) => option.includes('='))?.replace('=', ' ')
  const texts = spoken.map((word, at) => (at === 0 ? programName(word.value) : word.value))
  return [...texts, ...(value === undefined ? [] : [value])].join(' ')
}
