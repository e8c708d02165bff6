import type { Runbook } from '../model.ts'
import { missingFact } from './frontmatter/missing-fact.ts'
import { edgesOf } from './graph/flow.ts'
import type { Rule } from './rule.ts'

/** A runbook that people are sent to names nobody to call: neither `escalate` nor **escalate** to somebody. */
export const missingEscalation: Rule = (runbook) =>
  namesSomebody(runbook)
    ? []
    : missingFact(
        runbook,
        'missing-escalation',
        'this runbook names nobody to call when it does not help',
        'escalate: { after: 30m, to: … }',
      )

const namesSomebody = ({ frontmatter, sections }: Runbook): boolean =>
  frontmatter.escalate.length > 0 ||
  sections.flatMap(edgesOf).some(({ target }) => target.kind === 'outcome' && target.to !== undefined)
