import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import type { Reading } from './reading.ts'

/** One check of one runbook. Pure: the same runbook gives the same findings, in document order. */
export type Rule = (runbook: Runbook, reading: Reading) => Diagnostic[]
