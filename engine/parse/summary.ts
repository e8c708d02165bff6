import type { LogPattern, SeverityLevel } from '../model.ts'
import { openEnvelope } from './envelope.ts'
import { readYaml } from './yaml.ts'

/** What lists and searches need of a runbook; texts as written. */
export interface Summary {
  readonly id: string
  readonly title: string
  readonly summary?: string
  readonly severity?: SeverityLevel
  readonly mttr?: string
  readonly owner?: string
  readonly service?: string
  /** ISO date of the last review. */
  readonly reviewed?: string
  readonly review_every?: string
  readonly alerts: readonly string[]
  readonly symptoms: readonly string[]
  readonly cadence?: string
  readonly logs: readonly LogPattern[]
}

const summaryKeys = ['summary', 'severity', 'mttr', 'owner', 'service', 'cadence', 'reviewed', 'review_every']

/**
 * Reads the frontmatter alone, without Markdown and zod, for lists. Nothing when there is none, when it is no
 * YAML, or when it has no id. The title is the level-1 heading when the frontmatter has none.
 */
export function readSummary(text: string): Summary | null {
  const { yaml } = openEnvelope(text)
  if (yaml === undefined) return null
  const { value } = readYaml(text.slice(yaml.start, yaml.end), yaml.start)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = value as Record<string, unknown>
  const id = fields['id']
  if (typeof id !== 'string' || id === '') return null
  const texts = summaryKeys.flatMap((key) =>
    typeof fields[key] === 'string' ? [[key, fields[key]] as const] : [],
  )
  const title = typeof fields['title'] === 'string' ? fields['title'] : headingOf(text.slice(yaml.end))
  return {
    id,
    title,
    ...Object.fromEntries(texts),
    alerts: list(fields['alerts']),
    symptoms: list(fields['symptoms']),
    logs: logPatterns(fields['logs']),
  }
}

function headingOf(body: string): string {
  return /^ {0,3}#[ \t]+(.*?)[ \t]*#*[ \t]*$/m.exec(body)?.[1] ?? ''
}

/** Patterns as written; what is no pattern is left out, and `validate` says so. */
function logPatterns(value: unknown): LogPattern[] {
  if (!Array.isArray(value)) return []
  return value.filter((one): one is LogPattern => {
    const { match, strategy } = (one ?? {}) as Partial<Record<keyof LogPattern, unknown>>
    return typeof match === 'string' && typeof strategy === 'string'
  })
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
