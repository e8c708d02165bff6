import type { Language } from '../../model.ts'
import { messageName } from '../../message.ts'
import { withoutComments } from '../shell/comments.ts'
import type { NameUse } from './names.ts'

/** How each language reads a variable of its environment; the name stands in the first group that matched. */
const shapes: Readonly<Partial<Record<Language, readonly RegExp[]>>> = {
  python: [
    /\bos\.environ\[\s*["'](\w+)["']\s*\](?!\s*=[^=])/g,
    /\b(?:os\.)?(?:getenv|environ\.get)\(\s*["'](\w+)["']\s*\)(?!\s*or\b)/g,
  ],
  node: [/\bprocess\.env(?:\.(\w+)|\[\s*["'](\w+)["']\s*\])(?!\s*(?:\?\?|\|\||=[^=]|\w))/g],
  sql: [/(?<![:\w]):(?:'(\w+)'|"(\w+)"|([A-Za-z_]\w*))/g],
  http: [/\$\{([A-Za-z_]\w*)\}|\$([A-Z_][A-Z0-9_]*)\b/g],
  promql: [/\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g],
  text: [messageName],
  markdown: [messageName],
}

/** Names that a block reads in a language other than shell; what has a fallback beside it is no use. */
export function textNames(script: string, language: Language): NameUse[] {
  const text = language === 'sql' ? withoutSqlTexts(script) : withoutComments(script, language)
  return (shapes[language] ?? []).flatMap((shape) =>
    [...text.matchAll(shape)].flatMap((match): NameUse[] => {
      const name = match.slice(1).find((group) => group !== undefined)
      return name === undefined
        ? []
        : [{ name, span: { start: match.index, end: match.index + match[0].length } }]
    }),
  )
}

const setters: Readonly<Partial<Record<Language, RegExp>>> = {
  python: /environ(?:\[\s*["'](\w+)["']\s*\]\s*=[^=]|\.setdefault\(\s*["'](\w+)["'])/g,
  node: /process\.env\.(\w+)\s*=[^=]/g,
  sql: /\\(?:set|getenv|prompt)\s+(\w+)/g,
}

/** Names that a block sets for itself in a language other than shell. */
export function textSets(script: string, language: Language): string[] {
  const setter = setters[language]
  return setter ? [...script.matchAll(setter)].flatMap((match) => match[1] ?? match[2] ?? []) : []
}

/** Texts in quotes that no colon stands before, comments and slices of arrays are blanked out. */
function withoutSqlTexts(script: string): string {
  const blank = (found: string): string => found.replaceAll(/[^\n]/g, ' ')
  return script
    .replaceAll(/--.*$|\/\*[\s\S]*?\*\//gm, blank)
    .replaceAll(/(?<!:)'(?:[^']|'')*'/g, blank)
    .replaceAll(/\[[^[\]\n:]*:[^[\]\n]*\]/g, blank)
}
