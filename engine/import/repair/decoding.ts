/** What the bytes 0x80 to 0x9F are in Windows-1252; the five it does not define stand for themselves. */
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ'
const bytes = new Map(Array.from(upper).map((letter, index) => [letter, 0x80 + index]))
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * A line that was UTF-8, was read as Windows-1252 and saved again, as it was before; nothing when the line is no such
 * thing. Each line is judged by itself: an editor damages the lines that it saves.
 */
export function repairDecoding(line: string): string | undefined {
  if (!/[\u0080-\u00FFŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{2}/.test(line)) return undefined
  return wholeLine(line) ?? stretches(line)
}

function wholeLine(line: string): string | undefined {
  const found: number[] = []
  for (const letter of line) {
    const byte = byteOf(letter)
    if (byte === undefined) return undefined
    found.push(byte)
  }
  return decode(found)
}

/** A line may hold letters from after the damage: only the damaged stretches are decoded then. */
function stretches(line: string): string | undefined {
  const repaired = line.replaceAll(/[\u0080-\u00FFŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{2,}/g, (found) => {
    return decode(Array.from(found).map((letter) => byteOf(letter) ?? 0)) ?? found
  })
  return repaired === line ? undefined : repaired
}

function byteOf(letter: string): number | undefined {
  const code = letter.codePointAt(0) ?? 0
  return code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : bytes.get(letter)
}

function decode(found: readonly number[]): string | undefined {
  try {
    const text = utf8.decode(new Uint8Array(found))
    return Array.from(text).length < found.length ? text : undefined
  } catch {
    return undefined
  }
}
