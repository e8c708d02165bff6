import type { Frontmatter } from '../model.ts'
import type { Span } from '../source.ts'
import { frontmatter as schema } from '../../schemas/frontmatter.ts'
import { correction } from '../suggest.ts'
import type { Envelope } from './envelope.ts'
import type { Findings } from './findings.ts'
import { reportIssue, ticked, valueAt } from './issues.ts'
import { readYaml, type Place, type Yaml, type YamlProblem } from './yaml.ts'

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
    return nothingRead
  }
  const yaml = readYaml(text.slice(envelope.yaml.start, envelope.yaml.end), envelope.yaml.start)
  for (const problem of yaml.problems) reportYaml(problem, findings)
  if (yaml.problems.some(({ code }) => code === 'bad-yaml')) return nothingRead
  return { frontmatter: decode(yaml, envelope.yaml, findings), places: yaml.places }
}

const empty: Frontmatter = {
  id: '',
  alerts: [],
  symptoms: [],
  inputs: {},
  requires: [],
  escalate: [],
  logs: [],
}

/** The frontmatter of a file whose frontmatter cannot be read. */
export const nothingRead: ReadFrontmatter = { frontmatter: empty, places: new Map() }

function reportYaml({ code, span, message, first }: YamlProblem, findings: Findings): void {
  if (code === 'bad-yaml') {
    findings.add(code, span, message, {
      help: 'write `key: value` lines; put texts with special characters in quotes',
    })
    return
  }
  findings.add(code, span, message, {
    severity: 'warning',
    help: 'delete one of the two',
    ...(first ? { related: [{ path: findings.path, span: first, label: 'first here' }] } : {}),
  })
}

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
  checkLevels(fit, yaml, findings)
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

/** Who is told later stands later. */
function checkLevels({ escalate }: Frontmatter, yaml: Yaml, findings: Findings): void {
  escalate.forEach(({ after }, index) => {
    const before = escalate[index - 1]?.after
    const place = yaml.places.get(`escalate.${index}.after`)
    if (place === undefined || after === undefined || before === undefined || after > before) return
    findings.add('bad-value', place.value, 'this level comes no later than the one above it', {
      help: 'order the levels by `after`, the earliest first',
    })
  })
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
        help: `write one of ${ticked(input.choices)}`,
        ...correction(input.default, input.choices, value),
      })
    }
  }
}
