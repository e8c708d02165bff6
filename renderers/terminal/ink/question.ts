import { counted } from '../../../engine/counted.ts'
import { across, type Look } from '../style.ts'
import { cutStart, hung, padded, textWidth, wrap } from '../width.ts'
import { edge } from './live.ts'
import type { Prompt } from './prompt.ts'

/** The question that stands, below what it is about: as much of that as fits `height`, when it has scrolled away. */
export function questionLines(
  prompt: Prompt,
  again: readonly string[],
  look: Look,
  height: number,
): string[] {
  const asked = promptLines(prompt, look, height)
  return [...aboutLines(again, look, height - asked.length), ...asked]
}

function aboutLines(lines: readonly string[], look: Look, room: number): string[] {
  const set = lines
    .filter((line, index) => index > 0 || line !== '')
    .flatMap((line) => hung(line, look.width - edge.length))
    .map((line) => `${edge}${line}`)
  if (room < 1 || set.length <= room) return set.slice(0, Math.max(0, room))
  const left = set.length - room + 1
  return [...set.slice(0, room - 1), look.style.dim(`${edge}… ${counted(left, 'more line')} above`)]
}

/**
 * The question alone: its keys, or the line that is typed, and what was said to the last try. As many lines as there are
 * keys; two columns where one would be higher than `height`.
 */
function promptLines(prompt: Prompt, look: Look, height: number): string[] {
  const { style } = look
  const said = prompt.said.map((line) => style.yellow(line))
  if (prompt.typed !== undefined) {
    const shown = prompt.hidden ? '' : prompt.typed
    const start = `${style.bold(prompt.prompt.trimEnd())} `
    const room = Math.max(8, look.width - textWidth(start) - 2)
    return [...said, `${start}${cutStart(shown, room)}█`]
  }
  const room = height - said.length - 1
  const single = prompt.keys.length <= room || look.width < 70
  const width = single ? look.width : Number.POSITIVE_INFINITY
  const keys = prompt.keys.flatMap((key) => keyLines(key, across(look, width)))
  return [...said, style.bold(prompt.prompt), ...(single ? keys : inColumns(keys, look.width))]
}

/** A key and what it does; further lines stand below the first word. */
function keyLines({ key, text }: Prompt['keys'][number], { width, style }: Look): string[] {
  const [first = '', ...others] = wrap(text, Math.max(20, width - 5))
  return [`  ${style.bold(style.cyan(key))}  ${first}`, ...others.map((line) => `     ${line}`)]
}

function inColumns(keys: readonly string[], width: number): string[] {
  const half = Math.ceil(keys.length / 2)
  const column = Math.floor(width / 2)
  return keys.slice(0, half).map((key, index) => {
    const other = keys[half + index] ?? ''
    return textWidth(key) >= column ? key : padded(key, column) + other
  })
}
