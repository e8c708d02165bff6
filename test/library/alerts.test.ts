import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { load } from 'js-yaml'
import { expect, it } from 'vitest'
import { readSource } from '../../engine/library/library.ts'
import { parseRunbook } from '../../engine/parse/index.ts'

const runbooks = join(import.meta.dirname, '..', '..', 'runbooks')

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert?: string }[] }[]
}

/** The runbook with which a drill begins. */
function begunBy(drill: string): string {
  const { runbook } = load(readFileSync(drill, 'utf8')) as { runbook: string }
  return join(dirname(drill), runbook)
}

const alertsOf = (page: string) => parseRunbook(readSource(page)).runbook.frontmatter.alerts

it.each(globSync('*/alerts.yml', { cwd: runbooks }))('every alert of %s begins some drill', (file) => {
  const { groups } = load(readFileSync(join(runbooks, file), 'utf8')) as Rules
  const fired = groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []))
  const drills = globSync(join(runbooks, dirname(file), 'drills', '*.drill.yaml'))
  const drilled = [...new Set(drills.map(begunBy))].flatMap(alertsOf)
  expect(fired).not.toEqual([])
  expect(fired.filter((alert) => !drilled.includes(alert))).toEqual([])
})
