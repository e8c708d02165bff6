import { across, type Look } from '../style.ts'
import { cutStart, padded, textWidth, wrap } from '../width.ts'
import type { Prompt } from './prompt.ts'

/**
 * The question that stands: its keys, or the line that is typed, and what was said to the last try. As many lines as
 * there are keys; two columns where one would be higher than `height`.
 */
export function questionLines(prompt: Prompt, look: Look, height: number): string[] {
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
