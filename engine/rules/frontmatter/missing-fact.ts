import type { Code, Diagnostic } from '../../diagnostic.ts'
import type { Runbook } from '../../model.ts'
import type { Span } from '../../source.ts'

/** What leads to a runbook during an incident: its alerts, else its symptoms. Without either nobody is woken by it. */
function whatLeadsHere({ frontmatter, frontmatterPlaces }: Runbook): { key: string; span: Span } | undefined {
  const key = ['alerts' as const, 'symptoms' as const].find((name) => frontmatter[name].length > 0)
  const span = key && frontmatterPlaces.get(key)?.key
  return key && span && { key, span }
}

/**
 * A finding when a runbook that alerts or symptoms lead to does not say one of the facts that an incident needs.
 *
 * @param example how the missing key is written
 */
export function missingFact(runbook: Runbook, code: Code, says: string, example: string): Diagnostic[] {
  const leads = whatLeadsHere(runbook)
  if (leads === undefined) return []
  return [
    {
      code,
      severity: 'warning',
      path: runbook.path,
      message: says,
      span: leads.span,
      label: `its ${leads.key} lead people here`,
      help: `add \`${example}\` to the frontmatter`,
    },
  ]
}
