import { clicksOf, countedStep } from '../../rules/graph/clicks.ts'
import type { Clicks, Fragment } from '../../../renderers/docs/types.ts'

/** The matrix of clicks of a library, for its site. */
export function siteClicks(fragments: readonly Fragment[]): Clicks[] {
  return clicksOf(fragments.map(({ skeleton }) => skeleton)).map((row) => {
    const step = countedStep(row)
    const { kind, name } = row.lead
    const entry = { kind, name, path: row.runbook.path }
    if (step === undefined) return entry
    const { runbook, section, clicks } = step
    return {
      ...entry,
      step: { path: runbook.path, section: section.id.split('/')[0] ?? '', title: section.title, clicks },
    }
  })
}
