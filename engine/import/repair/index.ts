import type { Notes } from '../notes.ts'
import { rewriteAdmonitions } from './admonitions.ts'
import { repairDecoding } from './decoding.ts'
import { repairFences } from './fences.ts'
import { markHeadings } from './headings.ts'
import { partRules } from './rules.ts'
import { type FrontMatter, takeFrontMatter } from './front-matter.ts'

/** A page that can be read. Its lines end with `\n`. */
export interface RepairedPage {
  readonly text: string
  /** The line of the source, counted from 1, that each line of `text` comes from. */
  readonly origins: readonly number[]
  readonly front?: FrontMatter
}

/**
 * Characters that no reader sees and that the format refuses (`engine/parse/characters.ts`). What joins the parts of a
 * picture, or writes a language, goes too: no word depends on it.
 */
const hidden =
  /(?![\t\n])(?![\p{Variation_Selector}\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|[0-9#*])\p{Variation_Selector}|(?<!\p{Extended_Pictographic}\p{Variation_Selector}?\p{Emoji_Modifier}?)\u200D|\u200D(?!\p{Extended_Pictographic})/gu

/** Mends what stands in the way of reading, and says each thing that it did. */
export function repairPage(text: string, notes: Notes): RepairedPage {
  const decoded = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => readable(line, index + 1, notes))
  const { lines, front } = takeFrontMatter(decoded)
  const repaired = repairFences(
    rewriteAdmonitions(partRules(markHeadings(lines, notes), notes), notes),
    notes,
  ).map((line) => line.split('\n'))
  return {
    text: repaired.flat().join('\n'),
    origins: repaired.flatMap((parts, index) => parts.map(() => index + 1)),
    ...(front === undefined ? {} : { front }),
  }
}

function readable(line: string, number: number, notes: Notes): string {
  const decoded = repairDecoding(line)
  if (decoded !== undefined)
    notes.add(
      'decoding-repaired',
      number,
      `this line had been decoded as Windows-1252; it reads \`${short(decoded)}\``,
      'see that every character of it is right',
    )
  const clean = (decoded ?? line).replaceAll(hidden, '')
  if (clean !== (decoded ?? line))
    notes.add(
      'hidden-removed',
      number,
      'characters that cannot be seen were taken out',
      'see that the line still means the same',
    )
  return clean
}

const short = (line: string): string => {
  const plain = line.trim().replaceAll('`', '')
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain
}
