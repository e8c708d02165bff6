import { unprintable } from './terminal/escape.ts'

/**
 * A value as JSON for programs, which a person may look at too: set in by two spaces, with a line break at its end. What a
 * terminal would obey instead of showing it stands as `\u009b` (JSON.stringify leaves C1 controls and bidirectional marks).
 */
export function jsonText(value: unknown, replace?: (key: string, value: unknown) => unknown): string {
  const text = JSON.stringify(value, replace, 2).replace(unprintable, (character) =>
    character === '\n' ? character : spelled(character),
  )
  return `${text}\n`
}

function spelled(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
