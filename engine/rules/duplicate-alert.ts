import { sharedLeads } from './graph/shared-leads.ts'
import type { LibraryRule } from './rule.ts'

/** Two runbooks claim one alert, and neither leads to the other. */
export const duplicateAlert: LibraryRule = (runbooks) => sharedLeads(runbooks, 'alerts', 'duplicate-alert')
