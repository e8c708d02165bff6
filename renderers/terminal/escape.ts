/**
 * Everything that a terminal would not show as itself: controls, formats and bidirectional marks, unassigned
 * and private characters, lone surrogates, line and paragraph separators, and characters without a look.
 * U+FE0F after a pictograph (`⚠️`) only asks for its colours; anywhere else it is hidden text.
 */
export const unprintable = /(?<!\p{Extended_Pictographic})\ufe0f|(?!\ufe0f)[\p{C}\p{Zl}\p{Zp}\p{DI}]/gu

const names: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t' }

/**
 * One line of untrusted text, safe on any terminal: what cannot be seen is spelled out (`\u{1b}`, `\n`).
 * The result holds printable characters only, so it cannot move the cursor, colour, link or answer.
 */
export function escapeLine(text: string): string {
  return text.replace(unprintable, spell)
}

/** As {@link escapeLine}, for text of several lines: line breaks stay, tabs become spaces. */
export function escapeText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => escapeLine(expandTabs(line)))
    .join('\n')
}

/** Puts spaces where a tab would jump: to the next column that eight divides, `column` being the first's. */
export function expandTabs(line: string, column = 0): string {
  let result = ''
  for (const part of line.split(/(\t)/)) {
    result += part === '\t' ? ' '.repeat(8 - ((column + result.length) % 8)) : part
  }
  return result
}

function spell(character: string): string {
  return names[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
