import { jsonText } from '../../../renderers/json.ts'
import type { Card } from '../../model/card.ts'
import { type LeadClicks, clicksOf } from '../../rules/graph/clicks.ts'
import { table } from '../table.ts'

/** The matrix of clicks for people: one line for each alert and symptom. */
export function clicksTable(runbooks: readonly Card[]): string {
  const rows = clicksOf(runbooks).map((row) => [
    row.runbook.frontmatter.id,
    row.lead.kind,
    row.lead.name,
    ...rangeOf(row),
  ])
  return table(['runbook', 'from', 'name', 'clicks', 'first step'], rows)
}

function rangeOf({ runbook, resolutions }: LeadClicks): [string, string] {
  const [nearest] = resolutions
  const farthest = resolutions.at(-1)
  if (nearest === undefined || farthest === undefined) return ['-', 'no step that does something']
  const page = nearest.runbook === runbook ? '' : nearest.runbook.frontmatter.id
  const clicks =
    nearest.clicks === farthest.clicks ? `${nearest.clicks}` : `${nearest.clicks} to ${farthest.clicks}`
  return [clicks, `${page}#${nearest.section.id}`]
}

/** The same for programs: every step, with the links before it. */
export function clicksJson(runbooks: readonly Card[]): string {
  const rows = clicksOf(runbooks).map(({ lead, runbook, resolutions }) => ({
    runbook: runbook.frontmatter.id,
    path: runbook.path,
    kind: lead.kind,
    name: lead.name,
    steps: resolutions.map((step) => ({
      runbook: step.runbook.frontmatter.id,
      path: step.runbook.path,
      section: step.section.id,
      title: step.section.title,
      clicks: step.clicks,
    })),
  }))
  return jsonText(rows)
}
