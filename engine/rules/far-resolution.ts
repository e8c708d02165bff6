import type { Diagnostic } from '../diagnostic.ts'
import { type LeadClicks, type Resolution, clicksOf, countedStep } from './graph/clicks.ts'
import type { LibraryRule } from './rule.ts'

/**
 * An alert or a symptom from which more links than the configuration allows lie before the step that does something about
 * it.
 */
export const farResolution: LibraryRule = (runbooks, { configuration: { clicks } }) => {
  const byRunbook = Map.groupBy(clicksOf(runbooks), ({ runbook }) => runbook)
  return [...byRunbook.values()].flatMap(([first]) => {
    const far = first && countedStep(first)
    return first && far && far.clicks > clicks ? [finding(first, far, clicks)] : []
  })
}

function finding({ lead, runbook }: LeadClicks, far: Resolution, allowed: number): Diagnostic {
  return {
    code: 'far-resolution',
    severity: 'warning',
    path: runbook.path,
    message: `${far.clicks} links lie between the ${lead.kind} \`${lead.name}\` and \`${far.section.id}\`; ${allowed} are allowed`,
    span: lead.span,
    label: 'this is where people come from',
    related: [
      {
        path: far.runbook.path,
        span: far.section.headingSpan,
        label: 'the first step on this way that helps',
      },
    ],
    help: 'ask fewer questions before the first step, or let the alert lead to a page of its own',
  }
}
