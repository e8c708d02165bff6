import type { Block } from '../../model.ts'
import { bareBlock } from '../../bare-block.ts'
import { placeholdersIn } from '../../rules/placeholders.ts'
import type { BlockDraft } from '../draft.ts'
import { keyOf, nameOfPlace } from './placeholder-names.ts'
import { quotedAt } from './quotes.ts'

/** A place in a block that somebody would have to fill in. */
export interface Use {
  readonly block: BlockDraft
  readonly text: string
  readonly start: number
  /** What it stands for: the same for all spellings. */
  readonly key: string
  readonly choices: readonly string[]
}

type Place = Pick<Use, 'text' | 'start'>

interface Shape {
  readonly shape: RegExp
  readonly means?: (script: string, place: Place) => boolean
}

const isBare = (script: string, { start }: Place): boolean => quotedAt(script, start) === 'none'

/** What the engine's own rule does not take for a placeholder, because a runbook may mean it as it stands; a page does not. */
const shapes: readonly Shape[] = [
  { shape: /(?<=^[ \t]*(?:export[ \t]+)?\w+=["'])<[^<>\n]{2,80}>(?=["'])/gm },
  { shape: /\$\{\{\s*(?:[\w-]+\.)*[A-Za-z_][\w-]*\s*\}\}/g },
  { shape: /\{\{\s*\$labels\.\w+\s*\}\}/g },
  { shape: /(?<=[/=\s".:@-])\{[a-z][a-z]*(?:[_-][a-z]+)*\}(?=[/\s"?&]|$)/g },
  {
    shape: /\{\{-?\s*\.[A-Za-z][\w.]*\s*-?\}\}/g,
    means: (script, place) =>
      isBare(script, place) &&
      !/(?:--format|--template|-f|go-template)[= ]$/.test(script.slice(0, place.start)),
  },
  { shape: /(?<=[\s=])\[[a-z]{2,}(?:[-_][a-z]{2,})+\](?=\s|$)/g, means: isBare },
  { shape: /(?<=--[\w-]+[= ])xx(?=\s|$)/g, means: isBare },
  {
    shape: /(?<=[:/])[A-Z]+_(?:ID|NAME|ARN|IP|HOST|REGION|NUMBER|DOMAIN)(?=[:/\s"']|$)/g,
  },
]

/** Everything in a block that somebody would have to fill in, in its order. */
export function usesIn(block: BlockDraft): Use[] {
  if (block.role === undefined || block.role === 'write' || !/^(?:bash|sh|sql|http)$/.test(block.language))
    return []
  const { script } = block
  const known = placeholdersIn(asBlock(block)).map(({ text, span }) => ({ text, start: span.start }))
  const own = shapes.flatMap(({ shape, means }) =>
    [...script.matchAll(shape)]
      .map((match) => ({ text: match[0], start: match.index }))
      .filter((place) => means?.(script, place) ?? true),
  )
  return apart([...own, ...known].sort((a, b) => a.start - b.start)).map(({ text, start }) => ({
    text,
    start,
    block,
    key: keyOf(nameOfPlace(script, start, text) ?? text),
    choices: choicesIn(text),
  }))
}

/** Of places that overlap only the first. */
function apart(places: readonly Place[]): Place[] {
  let end = 0
  return places.filter(({ start, text }) => {
    const isFree = start >= end
    if (isFree) end = start + text.length
    return isFree
  })
}

const choicesIn = (text: string): string[] =>
  /^<[\w.-]+(?:[|/][\w.-]+)+>$/.test(text) ? text.slice(1, -1).split(/[|/]/) : []

/** A draft as the rules read a block. */
export function asBlock({ role = 'read', language, script }: BlockDraft): Block {
  return bareBlock({
    index: 0,
    role,
    language: language as Block['language'],
    languageText: language,
    script,
  })
}
