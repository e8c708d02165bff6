import { sharedLeads } from './graph/shared-leads.ts'
import type { LibraryRule } from './rule.ts'

/** Two runbooks claim one symptom, and neither leads to the other. */
export const duplicateSymptom: LibraryRule = (runbooks) =>
  sharedLeads(runbooks, 'symptoms', 'duplicate-symptom')
