import { noConfiguration } from '../configuration.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Card } from '../model/card.ts'
import { brokenLink } from './broken-link.ts'
import { callCycle } from './call-cycle.ts'
import { conflictingInput } from './conflicting-input.ts'
import { deadAlertLink } from './dead-alert-link.ts'
import { duplicateAlert } from './duplicate-alert.ts'
import { duplicateId } from './duplicate-id.ts'
import { duplicateSymptom } from './duplicate-symptom.ts'
import { exceededByCalls } from './exceeded-budget.ts'
import { farResolution } from './far-resolution.ts'
import { idConvention } from './id-convention.ts'
import { overdueReview } from './overdue-review.ts'
import type { LibraryRule, Surroundings } from './rule.ts'
import { titleConvention } from './title-convention.ts'
import { unknownAlert } from './unknown-alert.ts'
import { unknownRunbooks } from './unknown-target.ts'

/** Without these a run could not know where to go. */
const binding: readonly LibraryRule[] = [duplicateId, unknownRunbooks, callCycle]

const rules: readonly LibraryRule[] = [
  ...binding,
  conflictingInput,
  exceededByCalls,
  brokenLink,
  duplicateAlert,
  duplicateSymptom,
  farResolution,
  overdueReview,
  idConvention,
  titleConvention,
  unknownAlert,
  deadAlertLink,
]

/** Nothing is there but the runbooks. */
const nothing: Surroundings = {
  today: '',
  isFile: () => false,
  exists: () => false,
  anchors: () => undefined,
  configuration: noConfiguration,
  alertFiles: [],
}

/** What keeps some runbooks from running together: every file that one of them leads to must be among them. */
export function checkLinked(runbooks: readonly Card[]): Diagnostic[] {
  return binding.flatMap((rule) => rule(runbooks, nothing))
}

/**
 * What only several runbooks together show, or one beside other files, the configuration and the day.
 *
 * @param around what is known beside the runbooks; what is left out counts as not there
 */
export function checkLibrary(runbooks: readonly Card[], around: Partial<Surroundings> = {}): Diagnostic[] {
  return rules.flatMap((rule) => rule(runbooks, { ...nothing, ...around }))
}
