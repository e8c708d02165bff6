import type { Reading } from '../reading.ts'
import { type ShellCommand, type ShellWord, commandsOf, placeInside } from './commands.ts'
import { operandsOf, programName, programOf } from './options.ts'
import { type Wrapper, readers, wrappers } from './wrappers.ts'

/** Nobody wraps a command deeper, and a hostile page must not make this recurse for ever. */
const deepest = 16

/** A command, and whether it runs on this machine. */
export interface Started {
  readonly command: ShellCommand
  readonly here: boolean
  /** The commands that start it, the first one first: `sudo`, `timeout`. */
  readonly outer: readonly ShellCommand[]
}

/**
 * A command and every other that it starts in turn: `sudo timeout 5 sh -c 'rm -r x'` gives itself, the
 * `timeout`, the `sh` and the `rm`. Looks through what {@link wrappers} names, `find -exec`, and scripts that
 * a shell reads from its input, at most {@link deepest} levels.
 */
export function startedBy(
  command: ShellCommand,
  reading: Reading,
  here = true,
  outer: readonly ShellCommand[] = [],
): Started[] {
  if (outer.length > deepest) return []
  const found = wrapperOf(command)
  const away = here && found?.wrapper.elsewhere !== true
  const inner = [
    ...(found ? innerCommands(command, found.words, found.wrapper, reading) : []),
    ...readFromInput(command, reading),
    ...executedByFind(command),
  ]
  return [
    { command, here, outer },
    ...inner.flatMap((next) => startedBy(next, reading, away, [...outer, command])),
  ]
}

/** The commands of a text that stands as one word in a script. */
export function commandsIn(word: ShellWord, reading: Reading): ShellCommand[] {
  return commandsOf(reading.shell(word.value).tree, reading.walk, placeInside(word))
}

function wrapperOf(command: ShellCommand): { words: readonly ShellWord[]; wrapper: Wrapper } | undefined {
  const operands = operandsOf(command.words)
  for (const length of [3, 2, 1]) {
    const head = operands.slice(0, length)
    const last = head.at(-1)
    const wrapper = wrappers[nameOf(head)]
    if (wrapper && last && head.length === length)
      return { words: command.words.slice(command.words.indexOf(last) + 1), wrapper }
  }
  return undefined
}

function nameOf(words: readonly ShellWord[]): string {
  return words.map((word, index) => (index === 0 ? programName(word.value) : word.value)).join(' ')
}

function innerCommands(
  outer: ShellCommand,
  words: readonly ShellWord[],
  wrapper: Wrapper,
  reading: Reading,
): ShellCommand[] {
  const script = scriptOption(words, wrapper)
  if (script) return commandsIn(script, reading)
  if (wrapper.script && wrapper.operands === undefined && wrapper.valued === undefined) return []
  const rest = behind(words, wrapper)
  const [only] = rest
  if (only === undefined) return []
  if (wrapper.reads && (rest.length === 1 || wrapperOf(outer)?.wrapper === wrappers['trap']))
    return commandsIn(only, reading)
  return [withWords(outer, rest)]
}

function scriptOption(words: readonly ShellWord[], wrapper: Wrapper): ShellWord | undefined {
  for (const option of wrapper.script ?? []) {
    const bundle = new RegExp(option.startsWith('--') ? `^${option}$` : `^-[a-z]*${option.slice(1)}$`)
    const at = words.findIndex(({ value }) => bundle.test(value))
    if (at >= 0) return words[at + 1]
    const attached = words.find(({ value }) => value.startsWith(`${option}=`))
    if (attached) return { ...attached, value: attached.value.slice(option.length + 1), text: '' }
  }
  return undefined
}

/** What is left when the wrapper's own options, its assignments and its operands are taken away. */
function behind(words: readonly ShellWord[], wrapper: Wrapper): readonly ShellWord[] {
  if (wrapper.dashes) {
    const dashes = words.findIndex((word) => word.value === '--')
    return dashes === -1 ? [] : words.slice(dashes + 1)
  }
  let skipped = 0
  let left = wrapper.operands ?? 0
  for (; skipped < words.length; skipped++) {
    const value = words[skipped]?.value ?? ''
    if (value === '--') continue
    if (wrapper.valued?.includes(value)) skipped++
    else if (!value.startsWith('-') && !/^[A-Za-z_]\w*=/.test(value) && left-- <= 0) break
  }
  return words.slice(skipped)
}

function withWords(outer: ShellCommand, words: readonly ShellWord[]): ShellCommand {
  const start = words[0]?.span.start ?? outer.span.start
  const end = words.at(-1)?.span.end ?? outer.span.end
  return { ...outer, words, outputs: [], span: { start, end: Math.max(start, end) } }
}

function readFromInput(command: ShellCommand, reading: Reading): ShellCommand[] {
  const operands = operandsOf(command.words)
  const name = nameOf(operands.slice(0, 1))
  const given = operands.length - 1 - (wrappers[name]?.operands ?? 0)
  return command.input && readers.has(name) && given <= 0 ? commandsIn(command.input, reading) : []
}

function executedByFind(command: ShellCommand): ShellCommand[] {
  if (programOf(command) !== 'find') return []
  return command.words.flatMap((word, index) => {
    if (!/^-(exec|execdir|ok|okdir)$/.test(word.value)) return []
    const rest = command.words.slice(index + 1)
    const end = rest.findIndex((next) => next.value === ';' || next.value === '+')
    return [withWords(command, end === -1 ? rest : rest.slice(0, end))]
  })
}
