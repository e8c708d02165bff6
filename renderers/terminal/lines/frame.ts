import type { Binding, Command } from '../../../engine/run/commands.ts'
import { duration } from '../../duration.ts'
import { escapeLine, escapeText } from '../escape.ts'
import { Pen } from '../pen.ts'
import type { Codes, Look } from '../style.ts'
import { tinted, type Tinted } from './tint.ts'
import { wrap } from '../width.ts'

/** What stands before every line that is not ours. */
export const gutter = '  │ '

/**
 * Untrusted text of any length in the gutter; what the terminal would wrap is broken before. Code of a `language` that is
 * known is coloured where there are colours.
 */
export function framed(text: string, look: Look, language = ''): string[] {
  const width = gutterRoom(look)
  const { codes } = look.style
  return escapeText(text)
    .split('\n')
    .flatMap((line) => drawnLine(codes.bold === '' ? [{ text: line }] : tinted(line, language), width, codes))
}

/** Columns for lines in the gutter; 0 where none is broken. */
export function gutterRoom({ room }: Look): number {
  return room === 0 ? 0 : Math.max(20, room - gutter.length)
}

function drawnLine(pieces: readonly Tinted[], width: number, codes: Codes): string[] {
  const pen = new Pen({ gutter, width, colors: false })
  const drawn = pieces.map(({ text, look }) =>
    look === undefined || codes[look] === ''
      ? pen.text(text)
      : pen.wear(codes[look]) + pen.text(text) + pen.wear('0'),
  )
  return (drawn.join('') + pen.finish() || gutter.trimEnd()).trimEnd().split('\n')
}

/** The exact command, and everything that decides what it does: where, as whom, how long, with which inputs. */
export function commandLines(command: Command, look: Look): string[] {
  const { change } = command
  const code =
    change === undefined ? framed(command.script, look, command.language) : changeLines(change.diff, look)
  return [...code, ...usesLines(command.uses, look)]
}

/** What a change does to its file. */
function changeLines(diff: string, look: Look): string[] {
  return diff === ''
    ? ['  the file is already so: nothing changes']
    : framed(diff.replace(/\n$/, ''), look, 'diff')
}

/** `bash · at most 2 min · in /srv · as orders`. */
export function commandTraits(command: Command): string {
  const traits = [
    command.language,
    ...(command.change === undefined ? [] : [`changes ${escapeLine(command.change.file)}`]),
    `at most ${duration(command.timeout)}`,
    `in ${escapeLine(command.directory)}`,
    ...(command.as === undefined ? [] : [`as ${escapeLine(command.as)}`]),
  ]
  return traits.join(' · ')
}

/** The inputs and values that a command uses, secrets by name only. */
export function usesLines(uses: readonly Binding[], look: Look): string[] {
  if (uses.length === 0) return []
  const text = uses.map((binding) => `${binding.name} = ${bindingText(binding)}`).join(', ')
  return wrap(`with ${text}`, Math.max(20, look.width - 2)).map((line) => `  ${look.style.dim(line)}`)
}

/** The value of a binding as a person may see it. */
export function bindingText(binding: Binding): string {
  if (binding.secret) return `[secret ${binding.name}]`
  return binding.value === '' ? '(empty)' : escapeLine(binding.value)
}
