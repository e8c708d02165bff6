import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import { actionWithoutVerification } from './action-without-verification.ts'
import { badPost } from './bad-post.ts'
import { deadEndDecision } from './dead-end-decision.ts'
import { duplicateAnchor } from './duplicate-anchor.ts'
import { missingProgram } from './missing-program.ts'
import { openReading } from './reading.ts'
import type { Rule } from './rule.ts'
import { secretInMessage } from './secret-in-message.ts'
import { shellSyntax } from './shell-syntax.ts'
import { unboundedLoop } from './unbounded-loop.ts'
import { undeclaredInput } from './undeclared-input.ts'
import { ungatedDestruction } from './ungated-destruction.ts'
import { unknownTarget } from './unknown-target.ts'
import { unreachableSection } from './unreachable-section.ts'
import { unresolvedPlaceholder } from './unresolved-placeholder.ts'
import { unroledShellFence } from './unroled-shell-fence.ts'

const rules: readonly Rule[] = [
  duplicateAnchor,
  unroledShellFence,
  unresolvedPlaceholder,
  undeclaredInput,
  shellSyntax,
  ungatedDestruction,
  actionWithoutVerification,
  missingProgram,
  secretInMessage,
  badPost,
  unknownTarget,
  unreachableSection,
  deadEndDecision,
  unboundedLoop,
]

/**
 * Everything that one runbook shows to be wrong with it, in the order of the page. Never throws for what stands in a
 * runbook; a runbook that was only half understood by the parser is checked as far as it goes.
 */
export async function checkRunbook(runbook: Runbook): Promise<Diagnostic[]> {
  const reading = await openReading(runbook)
  return rules.flatMap((rule) => rule(runbook, reading)).sort((a, b) => a.span.start - b.span.start)
}
