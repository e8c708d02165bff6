import { configFormat } from '../classify/config.ts'
import { asMarkdown } from './escape.ts'

/** Stretches of configuration and of commands, when a script holds both. */
export function splitMixed(
  script: string,
): { readonly text: string; readonly isConfig: boolean }[] | undefined {
  if (configFormat(script) !== undefined) return [{ text: script, isConfig: true }]
  const lines = script.split('\n')
  const start = lines.findIndex((line) => /^\[\[?[A-Za-z][\w.-]*\]\]?\s*$/.test(line.trim()))
  if (start < 1) return undefined
  const config = lines.slice(start).join('\n')
  if (configFormat(config) === undefined) return undefined
  return [
    { text: lines.slice(0, start).join('\n'), isConfig: false },
    { text: config, isConfig: true },
  ]
}

/** `open https://…` is for a person to look at. */
const opened = /^\s*(?:xdg-)?open\s+["']?https?:\/\/\S+\s*$/

/** Pages to open, and the commands between them; nothing when no page is opened. */
export function splitPages(script: string): string[] | undefined {
  const parts = script.split(/\n(?=[ \t]*(?:xdg-)?open\s)|(?<=^[ \t]*(?:xdg-)?open\s.*)\n/m)
  return parts.some((part) => opened.test(part)) ? parts.filter((part) => part.trim() !== '') : undefined
}

export const opensPage = (text: string): boolean => opened.test(text)

/** The line for a reader: a link where the address holds nothing that Markdown would take for its own. */
export const openMarkdown = (line: string): string =>
  /[[\]~*<>\\|]/.test(line) ? line.replace(/\s(\S+)$/, ' `$1`') : asMarkdown(line)
