import type { Runbook } from '../../../model.ts'
import { openEnvelope } from '../../../parse/envelope.ts'
import { pagesOf } from '../definition.ts'
import { lineBefore, type Page } from '../page.ts'
import { keyed, schemaAt, type Schema } from '../schema.ts'
import { behind, type Proposal } from './proposal.ts'

/** Keys that the schema allows where the cursor stands, or values of the key that it stands behind. */
export function frontmatterProposals(page: Page, offset: number, today: string): Proposal[] {
  const { text } = page.runbook
  const above = text.slice(openEnvelope(text).yaml?.start ?? 0, offset)
  const line = lineBefore(text, offset)
  const { path, typed, given } = standing(above.slice(0, above.length - line.length), line)
  const schema = keyed(schemaAt(path))
  if (schema === undefined) return []
  if (schema.properties !== undefined) return keys(schema, given, typed, offset)
  return values(page, path, schema, today).map((label) => ({
    label,
    kind: 'value',
    span: behind(offset, typed.length),
  }))
}

interface Standing {
  /** The keys around the cursor, outermost first; the last one is the key whose value is being written. */
  readonly path: readonly string[]
  readonly typed: string
  /** Keys that stand in the same braces already. */
  readonly given: readonly string[]
}

function standing(above: string, line: string): Standing {
  const braces = /\{([^{}]*)$/.exec(line)
  const before = braces === null ? line : line.slice(0, braces.index)
  const own = /^ *(?:- )?([\w-]+):[ \t]*(.*)$/.exec(before)
  const around = keysAround(above, /^ */.exec(line)?.[0].length ?? 0)
  const path = own === null ? around : [...around, own[1] ?? '']
  if (braces !== null) return inBraces(path, braces[1] ?? '')
  const given = path.length === 0 ? topKeys(above) : []
  return { path, typed: lastWord(own?.[2] ?? line.replace(/^ *- /, '')), given }
}

/** `{ type: choice, default: … }` on one line. */
function inBraces(path: readonly string[], inner: string): Standing {
  const given = [...inner.matchAll(/([\w-]+):/g)].map((match) => match[1] ?? '')
  const [, key, value = ''] = /(?:^|,)[ \t]*([\w-]+):[ \t]*([^,]*)$/.exec(inner) ?? []
  if (key !== undefined) return { path: [...path, key], typed: lastWord(value), given }
  return { path, typed: lastWord(inner), given }
}

const lastWord = (text: string): string => /[^[,\s]*$/.exec(text)?.[0] ?? ''

const topKeys = (above: string): string[] =>
  [...above.matchAll(/^([\w-]+):/gm)].map((match) => match[1] ?? '')

/** The keys of the lines above that are indented less, each less than the one below it. */
function keysAround(above: string, indent: number): string[] {
  const found: string[] = []
  let least = indent
  for (const line of above.split(/\r\n|\n|\r/).reverse()) {
    const [, blanks = '', key = ''] = /^( *)([\w-]+):/.exec(line) ?? []
    if (key === '' || blanks.length >= least) continue
    found.unshift(key)
    least = blanks.length
  }
  return found
}

function keys(schema: Schema, given: readonly string[], typed: string, offset: number): Proposal[] {
  return Object.entries(schema.properties ?? {})
    .filter(([label]) => !given.includes(label))
    .map(([label, { description }]) => ({
      label,
      kind: 'key',
      text: `${label}: `,
      span: behind(offset, typed.length),
      ...(description === undefined ? {} : { documentation: description }),
    }))
}

/** What the schema lists, else what other runbooks of the library have there. */
function values(page: Page, path: readonly string[], schema: Schema, today: string): readonly string[] {
  const key = path.join('.')
  if (schema.enum !== undefined) return schema.enum
  if (schema.type === 'boolean') return ['true', 'false']
  if (key === 'reviewed') return [today]
  const known = elsewhere[key]
  if (known === undefined) return schema.examples ?? []
  return [...new Set(pagesOf(page).flatMap((runbook) => known(runbook) ?? []))].sort()
}

const elsewhere: Readonly<Record<string, (runbook: Runbook) => string | readonly string[] | undefined>> = {
  service: ({ frontmatter }) => frontmatter.service,
  owner: ({ frontmatter }) => frontmatter.owner,
  'escalate.to': ({ frontmatter }) => frontmatter.escalate.map(({ to }) => to),
  requires: ({ frontmatter }) => frontmatter.requires,
  mttr: () => ['5m', '15m', '30m', '1h'],
  review_every: () => ['30d', '90d', '180d', '365d'],
}
