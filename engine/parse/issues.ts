import type { core } from 'zod'
import type { Span } from '../source.ts'
import { frontmatter as schema } from '../../schemas/frontmatter.ts'
import { correction } from '../suggest.ts'
import type { Findings, More } from './findings.ts'
import type { Yaml } from './yaml.ts'

/** What a schema describes: `the frontmatter`, and the keys that it knows at a dotted path. */
export interface Described {
  readonly name: string
  /** A line of it. */
  readonly example: string
  readonly keysAt: (path: string) => readonly string[]
}

/** Says what the schema found, at the very key or value. `whole` is the place of all that it describes. */
export function reportIssue(
  issue: core.$ZodIssue,
  yaml: Yaml,
  whole: Span,
  findings: Findings,
  described: Described = frontmatter,
): void {
  const meant = meantIn(issue)
  if (meant.length > 0) {
    for (const inner of meant)
      reportIssue({ ...inner, path: [...issue.path, ...inner.path] }, yaml, whole, findings, described)
    return
  }
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) reportUnknownKey(path, key, yaml, whole, findings, described)
    return
  }
  const place = yaml.places.get(path)
  if (place === undefined) {
    reportMissingKey(issue, yaml, whole, findings, described)
    return
  }
  if (issue.code === 'invalid_key') {
    const message = issue.issues[0]?.message ?? 'not a name'
    findings.add('bad-value', place.key, `\`${last(issue)}\` cannot be an input: ${message}`, {
      help: 'choose another name, in capitals',
    })
    return
  }
  findings.add(
    'bad-value',
    place.value,
    `bad value ${placeOf(issue)}: ${expected(issue)}`,
    repairFor(issue, yaml, place.value),
  )
}

/** Of a choice between forms, what is wrong with the form that was meant: the one whose own type is right. */
function meantIn(issue: core.$ZodIssue): readonly core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return []
  return (
    issue.errors.find(
      (errors) => !errors.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
    ) ?? []
  )
}

/** More names than this are not read in a message. */
const mostListed = 20

function reportUnknownKey(
  path: string,
  key: string,
  yaml: Yaml,
  whole: Span,
  findings: Findings,
  { name, keysAt }: Described,
): void {
  const known = keysAt(path)
  const span = yaml.places.get(path === '' ? key : `${path}.${key}`)?.key ?? whole
  findings.add('unknown-key', span, `\`${key}\` is not a key of ${path === '' ? name : `\`${path}\``}`, {
    help:
      known.length > mostListed
        ? 'write the code of a rule, as its page is called'
        : `keys are ${ticked(known)}`,
    ...(span !== whole && correction(key, known, span)),
  })
}

const frontmatter: Described = {
  name: 'the frontmatter',
  example: 'id: RB-001',
  keysAt: (path) => {
    if (path === '') return Object.keys(schema.shape)
    if (/^escalate(?:\.\d+)?$/.test(path)) return ['after', 'to', 'authority']
    if (/^logs\.\d+$/.test(path)) return ['match', 'strategy', 'note']
    return ['type', 'description', 'default', 'choices', 'pattern', 'required']
  },
}

function reportMissingKey(
  issue: core.$ZodIssue,
  yaml: Yaml,
  whole: Span,
  findings: Findings,
  { name, example }: Described,
): void {
  const parent = issue.path.slice(0, -1).map(String).join('.')
  const place = yaml.places.get(parent)
  const span = (/\.\d+$/.test(parent) ? place?.value : place?.key) ?? { start: whole.start, end: whole.start }
  if (issue.path.length === 0) {
    findings.add('bad-yaml', span, `${name.replace(/^the /, '')} is a list of \`key: value\` lines`, {
      help: `write \`${example}\``,
    })
    return
  }
  const where = parent === '' ? name : `\`${parent}\``
  findings.add('missing-key', span, `${where} has no \`${last(issue)}\``, {
    help: `add \`${last(issue)}: …\``,
  })
}

function last(issue: core.$ZodIssue): string {
  return String(issue.path.at(-1) ?? '')
}

/** An item of a list has no name: the list has. */
function placeOf({ path }: core.$ZodIssue): string {
  const name = String(path.at(-1) ?? '')
  const list = path.findLast((key) => !/^\d+$/.test(String(key)))
  return /^\d+$/.test(name) && list !== undefined ? `in \`${String(list)}\`` : `for \`${name}\``
}

function expected(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `expected one of ${ticked(issue.values.map(String))}`
  if (issue.code === 'invalid_type') return `expected ${typeNames[issue.expected] ?? issue.expected}`
  if (issue.code === 'too_small' && /^(?:string|array)$/.test(issue.origin)) return 'it is empty'
  if (issue.code === 'too_small') return `expected at least ${issue.minimum}`
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}`
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input')
    return 'expected text, a number, or `true` or `false`'
  return issue.message
}

const typeNames: Record<string, string> = {
  string: 'text',
  array: 'a list such as `[one, two]`',
  object: 'keys with values',
  record: 'keys with values',
  boolean: '`true` or `false`',
  int: 'a whole number',
  number: 'a number',
}

const answers: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  '1': 'true',
  no: 'false',
  off: 'false',
  '0': 'false',
}

function repairFor(issue: core.$ZodIssue, yaml: Yaml, span: Span): More {
  const value = valueAt(yaml.value, issue.path)
  const near = issue.code === 'invalid_value' && correction(String(value), issue.values.map(String), span)
  return near || { help: typeHelp(issue, value) ?? 'change the value, or delete the key' }
}

function typeHelp(issue: core.$ZodIssue, value: unknown): string | undefined {
  if (issue.code !== 'invalid_type') return undefined
  if (issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    const duration = ['mttr', 'after', 'review_every', 'limit', 'ago'].includes(last(issue))
    return duration ? `write \`${String(value)}m\`` : `put it in quotes: \`"${String(value)}"\``
  }
  if (issue.expected === 'number' && typeof value === 'string' && /^\d+$/.test(value))
    return `write \`${value}\` without quotes`
  const answer = issue.expected === 'boolean' ? answers[String(value).toLowerCase()] : undefined
  if (answer !== undefined) return `write \`${answer}\``
  return issue.expected === 'array' && typeof value === 'string' ? `write \`[${value}]\`` : undefined
}

/** Words in back-ticks, for a sentence. */
export function ticked(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}

/** What stands at a path; nothing when it leads nowhere. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}
