import type { core } from 'zod'
import type { Frontmatter } from '../model.ts'
import type { Span } from '../source.ts'
import { frontmatter as schema } from '../../schemas/frontmatter.ts'
import { didYouMean, nearest } from '../suggest.ts'
import type { Envelope } from './envelope.ts'
import type { Findings } from './findings.ts'
import { readYaml, type Place, type Yaml } from './yaml.ts'

export interface ReadFrontmatter {
  readonly frontmatter: Frontmatter
  readonly places: ReadonlyMap<string, Place>
}

/**
 * Decodes the frontmatter of a file. What is wrong is left out and found: the rest counts, and `id` is
 * empty when there is none. Never throws.
 */
export function readFrontmatter(text: string, envelope: Envelope, findings: Findings): ReadFrontmatter {
  if (envelope.yaml === undefined) {
    reportMissing(text, envelope, findings)
    return { frontmatter: empty, places: new Map() }
  }
  const yaml = readYaml(text.slice(envelope.yaml.start, envelope.yaml.end), envelope.yaml.start)
  for (const { code, span, message, first } of yaml.problems) {
    const related = first && [{ path: findings.path, span: first, label: 'first here' }]
    const more =
      code === 'duplicate-key' ? ({ severity: 'warning', help: 'delete one of the two' } as const) : {}
    findings.add(code, span, message, { ...more, ...(related ? { related } : {}) })
  }
  if (yaml.problems.some(({ code }) => code === 'bad-yaml')) return { frontmatter: empty, places: new Map() }
  return { frontmatter: decode(yaml, envelope.yaml, findings), places: yaml.places }
}

const empty: Frontmatter = { id: '', alerts: [], symptoms: [], inputs: {}, requires: [] }

function reportMissing(text: string, envelope: Envelope, findings: Findings): void {
  const line = /^[^\r\n]*/.exec(text.slice(envelope.start))?.[0] ?? ''
  const span = { start: envelope.start, end: envelope.start + line.length }
  if (envelope.unclosed) {
    findings.add('missing-frontmatter', span, 'the frontmatter never ends', {
      help: 'close it with a line `---`',
    })
    return
  }
  findings.add(
    'missing-frontmatter',
    { start: envelope.start, end: envelope.start },
    'this file has no frontmatter',
    {
      help: 'begin the file with `---`, `id: …` and `---` on lines of their own',
    },
  )
}

function decode(yaml: Yaml, whole: Span, findings: Findings): Frontmatter {
  const decoded = schema.safeParse(yaml.value)
  for (const issue of decoded.error?.issues ?? []) reportIssue(issue, yaml, whole, findings)
  const fit = decoded.success ? decoded.data : decodeEach(yaml.value)
  checkInputs(fit, yaml, findings)
  return fit
}

/** Key by key, and input by input, so that one bad value costs nothing but itself. */
function decodeEach(value: unknown): Frontmatter {
  const fit: Record<string, unknown> = { ...empty }
  for (const [key, one] of Object.entries(schema.shape)) {
    if (key === 'inputs') continue
    const decoded = one.safeParse(valueAt(value, [key]))
    if (decoded.success && decoded.data !== undefined) fit[key] = decoded.data
  }
  return { ...(fit as unknown as Frontmatter), inputs: decodeInputs(valueAt(value, ['inputs'])) }
}

function decodeInputs(value: unknown): Frontmatter['inputs'] {
  if (typeof value !== 'object' || value === null) return {}
  const each = Object.entries(value).map(([name, input]) => schema.shape.inputs.safeParse({ [name]: input }))
  return Object.assign({}, ...each.map((decoded) => decoded.data ?? {})) as Frontmatter['inputs']
}

function checkInputs(decoded: Frontmatter, yaml: Yaml, findings: Findings): void {
  for (const [name, input] of Object.entries(decoded.inputs)) {
    const place = yaml.places.get(`inputs.${name}`)
    if (place === undefined) continue
    if (input.type === 'choice' && input.choices === undefined) {
      findings.add('missing-key', place.key, `the choice \`${name}\` has no \`choices\``, {
        help: 'write `choices: [first, second]`',
      })
    }
    const value = yaml.places.get(`inputs.${name}.default`)?.value
    if (value === undefined || input.default === undefined) continue
    if (input.type === 'secret') {
      findings.add('bad-value', value, `the secret \`${name}\` must not have a default`, {
        help: 'delete the default: a secret comes from the environment, a file or a prompt',
      })
    }
    if (input.choices !== undefined && !input.choices.includes(input.default)) {
      findings.add('bad-value', value, `the default of \`${name}\` is not one of its choices`, {
        help: didYouMean(input.default, input.choices) ?? `write one of ${ticked(input.choices)}`,
      })
    }
  }
}

function reportIssue(issue: core.$ZodIssue, yaml: Yaml, whole: Span, findings: Findings): void {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) reportUnknownKey(path, key, yaml, whole, findings)
    return
  }
  const place = yaml.places.get(path)
  if (place === undefined) {
    reportMissingKey(issue, yaml, whole, findings)
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
    `bad value for \`${last(issue)}\`: ${expected(issue)}`,
    helpFor(issue, yaml),
  )
}

function reportUnknownKey(path: string, key: string, yaml: Yaml, whole: Span, findings: Findings): void {
  const known = knownKeys(path)
  const span = yaml.places.get(path === '' ? key : `${path}.${key}`)?.key ?? whole
  findings.add(
    'unknown-key',
    span,
    `\`${key}\` is not a key of ${path === '' ? 'the frontmatter' : `\`${path}\``}`,
    {
      help: didYouMean(key, known) ?? `keys are ${ticked(known)}`,
    },
  )
}

function knownKeys(path: string): string[] {
  const shape = schema.shape
  if (path === '') return Object.keys(shape)
  if (path === 'escalate') return ['after', 'to']
  return ['type', 'description', 'default', 'choices', 'pattern', 'required']
}

function reportMissingKey(issue: core.$ZodIssue, yaml: Yaml, whole: Span, findings: Findings): void {
  const parent = issue.path.slice(0, -1).map(String).join('.')
  const span = yaml.places.get(parent)?.key ?? { start: whole.start, end: whole.start }
  if (issue.path.length === 0) {
    findings.add('bad-yaml', span, 'frontmatter is a list of `key: value` lines', {
      help: 'write `id: RB-001`',
    })
    return
  }
  const where = parent === '' ? 'the frontmatter' : `\`${parent}\``
  findings.add('missing-key', span, `${where} has no \`${last(issue)}\``, {
    help: `add \`${last(issue)}: …\``,
  })
}

function last(issue: core.$ZodIssue): string {
  return String(issue.path.at(-1) ?? '')
}

function expected(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `expected one of ${ticked(issue.values.map(String))}`
  if (issue.code === 'invalid_type') return `expected ${typeNames[issue.expected] ?? issue.expected}`
  if (issue.code === 'too_small') return 'it is empty'
  if (issue.code === 'invalid_union') return 'expected text, a number, or `true` or `false`'
  return issue.message
}

const typeNames: Record<string, string> = {
  string: 'text',
  array: 'a list such as `[one, two]`',
  object: 'keys with values',
  record: 'keys with values',
  boolean: '`true` or `false`',
}

function helpFor(issue: core.$ZodIssue, yaml: Yaml): { help?: string } {
  const value = valueAt(yaml.value, issue.path)
  if (issue.code === 'invalid_value') {
    const near = nearest(String(value), issue.values.map(String))
    return near.length > 0 ? { help: `did you mean \`${near[0]}\`?` } : {}
  }
  if (issue.code !== 'invalid_type') return {}
  if (issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return {
      help:
        last(issue) === 'mttr' ? `write \`${String(value)}m\`` : `put it in quotes: \`"${String(value)}"\``,
    }
  }
  return issue.expected === 'array' && typeof value === 'string' ? { help: `write \`[${value}]\`` } : {}
}

function ticked(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}
