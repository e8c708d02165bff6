import { noConfiguration } from '../configuration.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import { duplicateId } from './duplicate-id.ts'
import { idConvention } from './id-convention.ts'
import { overdueReview } from './overdue-review.ts'
import type { LibraryRule, Surroundings } from './rule.ts'
import { titleConvention } from './title-convention.ts'
import { unknownRunbooks } from './unknown-target.ts'

const rules: readonly LibraryRule[] = [
  duplicateId,
  unknownRunbooks,
  overdueReview,
  idConvention,
  titleConvention,
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

/**
 * What only several runbooks together show, or one beside other files, the configuration and the day.
 *
 * @param around what is known beside the runbooks; what is left out counts as not there
 */
export function checkLibrary(runbooks: readonly Runbook[], around: Partial<Surroundings> = {}): Diagnostic[] {
  return rules.flatMap((rule) => rule(runbooks, { ...nothing, ...around }))
}
