import { config as schema } from '../../schemas/config.ts'
import { type Configuration, noConfiguration } from '../configuration.ts'
import { type Diagnostic, codes } from '../diagnostic.ts'
import type { Source } from '../source.ts'
import { openFindings } from './findings.ts'
import { type Described, reportIssue } from './issues.ts'
import { readYaml } from './yaml.ts'

/**
 * Reads `runbook.config.yaml`. What is wrong in it is found and counts as not written, one key as a whole. Never throws.
 */
export function parseConfiguration({ path, text }: Source): {
  configuration: Configuration
  diagnostics: Diagnostic[]
} {
  const findings = openFindings(path)
  const yaml = readYaml(text, 0)
  for (const { code, span, message } of yaml.problems)
    findings.add('bad-config', span, message, { help: helps[code] })
  const decoded = schema.safeParse(yaml.value ?? {})
  for (const issue of decoded.error?.issues ?? [])
    reportIssue(issue, yaml, { start: 0, end: 0 }, findings, described)
  const configuration = decoded.success ? decoded.data : decodeEach(yaml.value)
  return { configuration, diagnostics: findings.list.map((finding) => ({ ...finding, code: 'bad-config' })) }
}

const helps = {
  'bad-yaml': 'write `key: value` lines; put texts with special characters in quotes',
  'duplicate-key': 'delete one of the two',
} as const

const described: Described = {
  name: 'the configuration',
  example: 'clicks: 3',
  keysAt: (path) => {
    if (path === 'rules') return codes
    if (path === 'alerts') return ['files', 'urls']
    if (path === 'conventions') return ['id', 'title']
    return path === '' ? Object.keys(schema.shape) : ['hosts']
  },
}

function decodeEach(value: unknown): Configuration {
  const fit: Record<string, unknown> = { ...noConfiguration }
  for (const [key, one] of Object.entries(schema.shape)) {
    const decoded = one.safeParse((value as Record<string, unknown> | null)?.[key])
    if (decoded.success) fit[key] = decoded.data
  }
  return fit as unknown as Configuration
}
