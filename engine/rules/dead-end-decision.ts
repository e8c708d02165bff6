import type { Diagnostic } from '../diagnostic.ts'
import type { Decision, Runbook, Section } from '../model.ts'
import { coversEverything } from './graph/coverage.ts'
import { type Flow, flowOf } from './graph/flow.ts'
import type { Rule } from './rule.ts'

/** A decision that may hold no true branch, and one from which no way ever leads to an end. */
export const deadEndDecision: Rule = (runbook) => {
  const flow = flowOf(runbook)
  const ending = leadingOut(flow)
  return runbook.sections.flatMap((section) => {
    if (section.kind !== 'decision') return []
    if (section.branches.length === 0) return [finding(runbook, section, 'empty')]
    if (!coversEverything(section, runbook.frontmatter.inputs)) return [finding(runbook, section, 'open')]
    return ending.has(section) ? [] : [finding(runbook, section, 'closed')]
  })
}

const reasons = {
  empty: {
    says: 'has no branch',
    label: 'nothing follows from it',
    help: 'give it a list of branches, each a bold answer, an arrow and a link',
  },
  open: {
    says: 'has no branch for everything else',
    label: 'when none of these holds, the run is stuck',
    help: 'add a last branch: `- **otherwise** → ` and a link, or **escalate**',
  },
  closed: {
    says: 'has no way out: every branch leads back to it',
    label: 'no branch ever leads to an end',
    help: 'give one branch an end: a link to a section that ends, **resolved**, **escalate** or **stop**',
  },
} as const

function finding(runbook: Runbook, decision: Decision, why: keyof typeof reasons): Diagnostic {
  const { says, label, help } = reasons[why]
  const last = decision.branches.at(-1)
  const span = why === 'open' && last ? last.answerSpan : decision.headingSpan
  const message = `the decision \`${decision.id}\` ${says}`
  return { code: 'dead-end-decision', severity: 'error', path: runbook.path, message, span, label, help }
}

/** Sections from which some way leads to an end: found by walking the graph backwards from its exits. */
function leadingOut(flow: Flow): Set<Section> {
  const before = new Map<Section, Section[]>()
  for (const ways of flow.ways.values())
    for (const { from, to } of ways) {
      const known = before.get(to)
      if (known) known.push(from)
      else before.set(to, [from])
    }
  const ending = new Set(flow.exits)
  for (const section of ending) for (const previous of before.get(section) ?? []) ending.add(previous)
  return ending
}
