import type { Diagnostic } from '../diagnostic.ts'
import type { AlertFile, AlertRule } from '../model/alerts.ts'
import type { Source } from '../source.ts'
import { valueAt } from './issues.ts'
import { readYaml, type Yaml } from './yaml.ts'

/** A rule file as far as it can be read, or the reason why it was not. */
export type ReadAlertFile =
  | { readonly file: AlertFile; readonly skipped?: undefined; readonly diagnostics: readonly Diagnostic[] }
  | { readonly file?: undefined; readonly skipped: string }

/**
 * Reads the alerts of a Prometheus rule file, or of a `PrometheusRule` object, also of several in one file. What a program
 * has yet to make YAML of, a Helm template or a mixin, is skipped.
 */
export function readAlertRules({ path, text }: Source): ReadAlertFile {
  if (/\.(?:lib|j)sonnet$/.test(path)) return { skipped: 'a mixin' }
  const documents = documentsOf(text).map(({ part, offset }) => readYaml(part, offset))
  const broken = documents.flatMap(({ problems }) => problems).find(({ code }) => code === 'bad-yaml')
  if (
    broken !== undefined &&
    /\{\{-?\s*(?:if|else|end|range|with|include|template|define|\.Values|\.Release|\$|toYaml)/.test(text)
  )
    return { skipped: 'a Helm template' }
  const diagnostics: Diagnostic[] = broken
    ? [
        {
          code: 'bad-yaml',
          severity: 'warning',
          path,
          span: broken.span,
          message: broken.message,
          help: 'repair the rule file',
        },
      ]
    : []
  return { file: { path, alerts: documents.flatMap(alertsIn) }, diagnostics }
}

function documentsOf(text: string): { part: string; offset: number }[] {
  const starts = [
    0,
    ...[...text.matchAll(/^---[ \t]*(?:#.*)?\r?\n/gm)].map((match) => match.index + match[0].length),
  ]
  return starts.map((offset, index) => {
    const next = starts[index + 1]
    const part = text.slice(offset, next).replace(/^---[ \t]*(?:#.*)?\r?\n$/m, '')
    return { part, offset }
  })
}

function alertsIn(yaml: Yaml): AlertRule[] {
  const at = ['groups', 'spec.groups'].find((path) => Array.isArray(valueAt(yaml.value, path.split('.'))))
  if (at === undefined) return []
  const groups = valueAt(yaml.value, at.split('.')) as unknown[]
  return groups.flatMap((group, number) => {
    const rules = valueAt(group, ['rules'])
    return Array.isArray(rules)
      ? rules.flatMap((rule, index) => alertOf(rule, `${at}.${number}.rules.${index}`, yaml))
      : []
  })
}

function alertOf(rule: unknown, path: string, { places }: Yaml): AlertRule[] {
  const name = valueAt(rule, ['alert'])
  const nameSpan = places.get(`${path}.alert`)?.value
  if (typeof name !== 'string' || nameSpan === undefined) return []
  const key = ['runbook_url', 'runbook'].find(
    (one) => typeof valueAt(rule, ['annotations', one]) === 'string',
  )
  const span = key && places.get(`${path}.annotations.${key}`)?.value
  const href = key && (valueAt(rule, ['annotations', key]) as string)
  return [{ name, nameSpan, ...(href !== undefined && span && { link: { href, span } }) }]
}
