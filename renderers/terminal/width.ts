/** East Asian wide characters and pictographs take two columns (Unicode Standard Annex 11). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u
const mark = /^\p{M}/u
const plain = /^[\x20-\x7e]*$/
/** Our own colours, and no other sequence: text that is measured has been escaped before. */
// oxlint-disable-next-line no-control-regex
const colours = /\x1b\[[\d;]*m/g

/** Columns that a line of escaped text takes on a terminal, colours not counted. */
export function textWidth(text: string): number {
  const bare = text.includes('\x1b') ? text.replace(colours, '') : text
  if (plain.test(bare)) return bare.length
  return charactersOf(bare).reduce((columns, character) => columns + columnsOf(character), 0)
}

/** The characters of a text; a pictograph and what asks to colour it (`⚠️`) are one, for only both together have a width. */
export function charactersOf(text: string): string[] {
  return text.match(/[^]\ufe0f?/gu) ?? []
}

/** A pictograph that is asked to be coloured takes two columns on terminals that colour it, one on the others. */
function columnsOf(character: string): number {
  if (mark.test(character)) return 0
  return wide.test(character) || character.endsWith('\ufe0f') ? 2 : 1
}

/**
 * Where a line may be broken: before a wide character, as scripts without spaces do (Unicode Standard Annex 14), but not
 * before a mark that closes.
 */
const ideograph = new RegExp(`(?=${wide.source})(?![、-〃〉》」』】〕〗〙〛！），．：；？］｝])`, 'u')

/**
 * Breaks a line at spaces, and between wide characters, so that no piece is wider than `width` columns; a longer word
 * stays whole.
 */
export function wrap(line: string, width: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(/ +/)) {
    word.split(ideograph).forEach((part, index) => {
      const gap = current !== '' && index === 0 ? ' ' : ''
      if (current !== '' && textWidth(current) + gap.length + textWidth(part) > width) {
        lines.push(current)
        current = part
      } else {
        current += gap + part
      }
    })
  }
  return [...lines, current]
}

/** Cuts a line so that it takes at most `width` columns; the last one is `…` when something was left out. */
export function cut(line: string, width: number): string {
  if (textWidth(line) <= width) return line
  let kept = ''
  for (const character of charactersOf(line)) {
    if (textWidth(kept + character) >= width) break
    kept += character
  }
  return `${kept}…`
}

/** Fills a text with spaces up to so many columns; one that is wider stays as it is. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}

/** As many of the parts, from the first, as fit a line whole. */
export function fitting(parts: readonly string[], separator: string, width: number): string {
  const fits = parts.filter((_, index) => textWidth(parts.slice(0, index + 1).join(separator)) <= width)
  return fits.join(separator)
}

/** Cuts a line at its start, where a path or what is just being typed says least; the first column is `…` then. */
export function cutStart(line: string, width: number): string {
  if (textWidth(line) <= width) return line
  const characters = charactersOf(line)
  while (textWidth(characters.join('')) >= width) characters.shift()
  return `…${characters.join('')}`
}

/** What stands before the rest of a line that was broken: nothing of ours begins like that. */
const hang = '    '
// oxlint-disable-next-line no-control-regex
const pieces = /\x1b\[[\d;]*m|[^]\ufe0f?/gu

/**
 * A line that is wider than `width` columns in pieces, at spaces where there are some, the further ones set in: were it
 * left to the terminal, somebody else's words could begin a line, and look as if they were ours.
 */
export function hung(line: string, width: number): string[] {
  const room = Math.max(20, width)
  if (textWidth(line) <= room) return [line]
  const broken: string[] = []
  let current = ''
  let columns = 0
  for (const piece of line.match(pieces) ?? []) {
    const wide = textWidth(piece)
    if (columns + wide > room) {
      const space = current.lastIndexOf(' ') + 1
      const at = space > room / 2 ? space : current.length
      broken.push(current.slice(0, at).trimEnd())
      current = hang + current.slice(at)
      columns = textWidth(current)
    }
    current += piece
    columns += wide
  }
  return [...broken, current]
}
