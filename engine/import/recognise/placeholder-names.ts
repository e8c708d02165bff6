import { quotedAt } from './quotes.ts'

/** The words of a placeholder, without its marks. */
export const wordsIn = (text: string): string[] =>
  text
    .replace('$labels.', '')
    .replace(/^\$\{\{\s*(?:[\w-]+\.)*/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .match(/[A-Za-z][A-Za-z0-9]*/g) ?? []

/** What a placeholder stands for, without the words that only say that it is one. */
export function keyOf(text: string): string {
  const words = wordsIn(text).map((word) => word.toUpperCase())
  const plain = words.filter(
    (word) =>
      !/^(?:YOUR|MY|THE|A|AN|INSERT|ENTER|HERE|ACTUAL|REPLACE|WITH|ME|THIS|CHANGE|CHANGEME|SOME|X+)$/.test(
        word,
      ),
  )
  const short = plain.length > 1 && plain.at(-1) === 'NAME' ? plain.slice(0, -1) : plain
  return short.join('_') || 'VALUE'
}

/** The name that the place of a placeholder gives it; nothing when its own words have to do. */
export function nameOfPlace(script: string, start: number, text: string): string | undefined {
  return (
    assignedName(script, start, text) ??
    (/^x+$/i.test(text) ? optionOrStem(script.slice(0, start)) : undefined)
  )
}

/** `--project xx` is called after its option, and the end of `web-xxxxx` after its beginning. */
function optionOrStem(before: string): string | undefined {
  const option = /--([A-Za-z][\w-]*)[= ]["']?$/.exec(before)?.[1]
  const stem = /([A-Za-z][\w-]*)-$/.exec(before)?.[1]
  return option ?? (stem === undefined ? undefined : `${stem.replaceAll('-', '_')}_SUFFIX`)
}

/** `POD='<the pod that fails>'`: what is filled in has a name already. */
function assignedName(script: string, start: number, text: string): string | undefined {
  if (/^(?:here|literal)$/.test(quotedAt(script, start))) return undefined
  const before = /(?:^|\n)[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=["']?$/.exec(script.slice(0, start))?.[1]
  return before !== undefined && /^["']?[ \t]*(?:\n|#|;|$)/.test(script.slice(start + text.length))
    ? before
    : undefined
}
