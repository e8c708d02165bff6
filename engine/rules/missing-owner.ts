import { missingFact } from './frontmatter/missing-fact.ts'
import type { Rule } from './rule.ts'

/** Nobody answers for a runbook that people are sent to. */
export const missingOwner: Rule = (runbook) =>
  runbook.frontmatter.owner === undefined
    ? missingFact(runbook, 'missing-owner', 'nobody answers for this runbook', 'owner: …')
    : []
