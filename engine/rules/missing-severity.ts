import { missingFact } from './frontmatter/missing-fact.ts'
import type { Rule } from './rule.ts'

/** A runbook that people are sent to does not say how bad it is. */
export const missingSeverity: Rule = (runbook) =>
  runbook.frontmatter.severity === undefined
    ? missingFact(runbook, 'missing-severity', 'this runbook does not say how bad it is', 'severity: P2')
    : []
