import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import { actionWithoutRollback } from './action-without-rollback.ts'
import { actionWithoutVerification } from './action-without-verification.ts'
import { badPost } from './bad-post.ts'
import { brokenPipe } from './broken-pipe.ts'
import { cdThenDelete } from './cd-then-delete.ts'
import { changingRead } from './changing-read.ts'
import { deadEndDecision } from './dead-end-decision.ts'
import { duplicateAnchor } from './duplicate-anchor.ts'
import { endlessCommand } from './endless-command.ts'
import { exceededBudget } from './exceeded-budget.ts'
import { hardCodedCredential } from './hard-coded-credential.ts'
import { hardCodedDate } from './hard-coded-date.ts'
import { hardCodedHost } from './hard-coded-host.ts'
import { interactiveCommand } from './interactive-command.ts'
import { missingEscalation } from './missing-escalation.ts'
import { missingOwner } from './missing-owner.ts'
import { missingProgram } from './missing-program.ts'
import { missingSeverity } from './missing-severity.ts'
import { openReading } from './reading.ts'
import type { Rule } from './rule.ts'
import { secretInMessage } from './secret-in-message.ts'
import { secretInText } from './secret-in-text.ts'
import { shellHazard } from './shell-hazard.ts'
import { shellSyntax } from './shell-syntax.ts'
import { unboundedLoop } from './unbounded-loop.ts'
import { undeclaredInput } from './undeclared-input.ts'
import { unfailingVerification } from './unfailing-verification.ts'
import { ungatedDestruction } from './ungated-destruction.ts'
import { unknownTarget } from './unknown-target.ts'
import { unmeasurableCondition } from './unmeasurable-condition.ts'
import { unreachableSection } from './unreachable-section.ts'
import { unresolvedPlaceholder } from './unresolved-placeholder.ts'
import { unroledShellFence } from './unroled-shell-fence.ts'

const rules: readonly Rule[] = [
  missingOwner,
  missingSeverity,
  missingEscalation,
  duplicateAnchor,
  unroledShellFence,
  unresolvedPlaceholder,
  undeclaredInput,
  shellSyntax,
  ungatedDestruction,
  changingRead,
  endlessCommand,
  interactiveCommand,
  cdThenDelete,
  brokenPipe,
  shellHazard,
  secretInText,
  hardCodedCredential,
  hardCodedHost,
  hardCodedDate,
  actionWithoutVerification,
  unfailingVerification,
  actionWithoutRollback,
  missingProgram,
  secretInMessage,
  badPost,
  unknownTarget,
  unreachableSection,
  deadEndDecision,
  unboundedLoop,
  unmeasurableCondition,
  exceededBudget,
]

/**
 * Everything that one runbook shows to be wrong with it, in the order of the page. Never throws for what stands in a
 * runbook; a runbook that was only half understood by the parser is checked as far as it goes.
 */
export async function checkRunbook(runbook: Runbook): Promise<Diagnostic[]> {
  const reading = await openReading(runbook)
  return rules.flatMap((rule) => rule(runbook, reading)).sort((a, b) => a.span.start - b.span.start)
}
