import type { Proven } from '../engine/library/proofs.ts'
import { duration } from './duration.ts'

/** When a runbook was last proven, in a few words for a table; empty when it never was. */
export function provenWord(proven: Proven | undefined): string {
  if (proven === undefined) return ''
  return proven.outdated ? 'older text' : proven.proof.at.slice(0, 10)
}

/** The same as a sentence: `2026-11-25 by drill slow-storage in 9.9 s (target 30 min)`. */
export function provenText({ proof, outdated }: Proven): string {
  const target = proof.mttr === undefined ? '' : ` (target ${duration(proof.mttr)})`
  const by = `${proof.at.slice(0, 10)} by drill ${proof.drill} in ${duration(proof.took)}${target}`
  return outdated ? `${by}, proven for an older text` : by
}
