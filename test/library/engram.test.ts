import { proveLibrary } from '../helpers/drilled.ts'

/** What the drills of a runbook take less than all of; these numbers only ever rise. */
const floors = {
  'ENG-CHANGE': { branches: 49 },
  'ENG-DEGRADED': { branches: 22 },
  'ENG-HEALTH': { branches: 16 },
  'ENG-INCIDENT': { sections: 63, branches: 29 },
  'ENG-ISSUE-1': { branches: 66 },
  'ENG-ISSUE-2': { sections: 74, branches: 28 },
  'ENG-ISSUE-3': { branches: 24 },
  'ENG-ISSUE-4': { branches: 42 },
  'ENG-ISSUE-5': { sections: 85, branches: 32 },
  'ENG-ISSUE-6': { branches: 55 },
  'ENG-ISSUE-7': { branches: 49 },
  'ENG-ISSUE-8': { branches: 66 },
  'ENG-ISSUE-9': { sections: 79, branches: 49 },
  'ENG-ISSUE-10': { sections: 81, branches: 69 },
  'ENG-LOGS': { branches: 14 },
  'ENG-MIGRATION': { branches: 49 },
  'ENG-RESTORE': { branches: 49 },
  'ENG-START': { branches: 79 },
  'ENG-STATUS': { branches: 55 },
  'ENG-TREE-3': { branches: 93 },
}

proveLibrary('engram', floors)
