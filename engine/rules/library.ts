import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import { duplicateId } from './duplicate-id.ts'
import { unknownRunbooks } from './unknown-target.ts'

/**
 * What only several runbooks together show: ids that two of them have, links and calls to files and sections
 * that do not exist.
 *
 * @param exists tells a file that is there, but not among these runbooks, from one that is not; its sections are not
 *   looked at. Without it, every linked file must be among them.
 */
export function checkLibrary(
  runbooks: readonly Runbook[],
  exists: (path: string) => boolean = () => false,
): Diagnostic[] {
  return [...duplicateId(runbooks), ...unknownRunbooks(runbooks, exists)]
}
