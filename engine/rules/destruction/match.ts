import { operandsOf, programName } from '../shell/options.ts'
import type { ShellWord } from '../shell/commands.ts'

/** Whether the words of a command fit a pattern of the table of destructions (see there for the language). */
export function matches(pattern: string, words: readonly ShellWord[]): boolean {
  const tokens = pattern.split(' ')
  const operands = operandsOf(words)
  const positional = tokens.filter(
    (token) => !isOption(token) && !token.startsWith('!') && !isOperandTest(token),
  )
  return (
    tokens.every((token) => fits(token, words, operands)) &&
    positional.every((token, index) => oneOf(token, named(operands[index], index)))
  )
}

const isOption = (token: string): boolean => token.startsWith('-')
const isOperandTest = (token: string): boolean => token.endsWith('=') || token === '*'

function named(word: ShellWord | undefined, index: number): string {
  return index === 0 ? programName(word?.value ?? '') : (word?.value ?? '')
}

function oneOf(token: string, word: string): boolean {
  return token
    .split('|')
    .some((name) => (name.endsWith('…') ? word.startsWith(name.slice(0, -1)) : name === '_' || name === word))
}

/** Options and exclusions; what stands at a position is judged by {@link matches} itself. */
function fits(token: string, words: readonly ShellWord[], operands: readonly ShellWord[]): boolean {
  if (token.startsWith('!')) return !words.some((word) => word.value === token.slice(1))
  if (isOption(token))
    return token.split('|').some((option) => words.some((word, at) => holds(word, option, words[at + 1])))
  if (token === '*') return operands.some((word, index) => index > 0 && word.globs)
  if (token.endsWith('=')) return operands.some((word) => word.value.startsWith(token))
  return true
}

/** `-r` stands in `-rf`; `-X=DELETE` is `-X DELETE`, `-XDELETE` and `--request=DELETE` with its own name. */
function holds(word: ShellWord, option: string, next: ShellWord | undefined): boolean {
  const [name = '', wanted] = option.split('=')
  const short = /^-[A-Za-z]$/.test(name)
  if (wanted !== undefined) {
    const attached = short && /^-\w/.test(word.value) && word.value.endsWith(`${name.slice(1)}${wanted}`)
    return (
      attached ||
      word.value === `${name}=${wanted}` ||
      (takesNext(word.value, name, short) && next?.value === wanted)
    )
  }
  if (short && /^-[A-Za-z]+$/.test(word.value)) return word.value.includes(name.slice(1))
  return word.value === name || (name.startsWith('--') && word.value.startsWith(`${name}=`))
}

const takesNext = (word: string, name: string, short: boolean): boolean =>
  word === name || (short && /^-[A-Za-z]+$/.test(word) && word.endsWith(name.slice(1)))

/** The words of a command that a pattern speaks of, for a message: `kubectl delete`, `rm -rf`. */
export function spokenOf(pattern: string, words: readonly ShellWord[]): string {
  const tokens = pattern.split(' ').filter((token) => !token.startsWith('!'))
  const options = tokens.filter(isOption).flatMap((token) => token.split('|'))
  const count = tokens.filter((token) => !isOption(token) && !isOperandTest(token)).length
  const operands = operandsOf(words).slice(0, count)
  const spoken = words.filter(
    (word, index) =>
      operands.includes(word) ||
      options.some((option) => !option.includes('=') && holds(word, option, words[index + 1])),
  )
  const value = options.find((option) => option.includes('='))?.replace('=', ' ')
  return [...spoken.map((word, index) => named(word, index)), ...(value ? [value] : [])].join(' ')
}
