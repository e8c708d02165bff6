import { proveLibrary } from '../helpers/drilled.ts'

/** What the drills of a runbook take less than all of; these numbers only ever rise. */
const floors = {
  'ENG-CHANGE': { branches: 49 },
  'ENG-DEGRADED': { branches: 22 },
  'ENG-HEALTH': { branches: 16 },
  'ENG-ISSUE-1': { branches: 66 },
  'ENG-ISSUE-2': { sections: 74, branches: 28 },
  'ENG-ISSUE-3': { branches: 24 },
  'ENG-ISSUE-4': { branches: 42 },
  'ENG-ISSUE-5': { sections: 85, branches: 32 },
  'ENG-MIGRATION': { branches: 49 },
}

proveLibrary('engram', floors)
