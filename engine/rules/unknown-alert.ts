import { correction } from '../suggest.ts'
import type { LibraryRule } from './rule.ts'

/** A runbook names an alert that no rule file of the configuration defines: it was renamed, or never fires. */
export const unknownAlert: LibraryRule = (runbooks, { alertFiles }) => {
  if (alertFiles.length === 0) return []
  const known = new Set(alertFiles.flatMap(({ alerts }) => alerts.map(({ name }) => name)))
  return runbooks.flatMap((runbook) =>
    runbook.frontmatter.alerts.flatMap((name, index) => {
      if (known.has(name)) return []
      const span = runbook.frontmatterPlaces.get(`alerts.${index}`)?.value ?? runbook.titleSpan
      return [
        {
          code: 'unknown-alert' as const,
          severity: 'warning' as const,
          path: runbook.path,
          message: `no rule file defines the alert \`${name}\``,
          span,
          label: 'it can never lead here',
          help: 'write the name as the rule does, or take it out',
          ...correction(name, known, span),
        },
      ]
    }),
  )
}
