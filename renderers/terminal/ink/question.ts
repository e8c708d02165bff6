import type { Look } from '../style.ts'
import { hung, textWidth } from '../width.ts'
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
    return [...said, `${start}${ending(shown, room)}█`]
  }
  const keys = prompt.keys.map(({ key, text }) => `  ${style.bold(style.cyan(key))}  ${text}`)
  const room = height - said.length - 1
  const single = keys.length <= room || look.width < 70
  return [
    ...said,
    style.bold(prompt.prompt),
    ...(single ? keys.flatMap((key) => hung(key, look.width)) : inColumns(keys, look.width)),
  ]
}

/** The end of a line that is longer than its place. */
function ending(text: string, room: number): string {
  const characters = Array.from(text)
  while (textWidth(characters.join('')) > room) characters.shift()
  return characters.join('')
}

function inColumns(keys: readonly string[], width: number): string[] {
  const half = Math.ceil(keys.length / 2)
  const column = Math.floor(width / 2)
  return keys.slice(0, half).map((key, index) => {
    const other = keys[half + index] ?? ''
    return textWidth(key) >= column ? key : key + ' '.repeat(column - textWidth(key)) + other
  })
}
