import type { Operator } from '../operator.ts'

/** Nobody is there: every question stays without an answer, and silence is never a yes. */
export const nobody: Operator = {
  confirm: silence,
  choose: silence,
  tell: silence,
  tick: silence,
  instruct: silence,
  recover: silence,
  settle: silence,
  notify: silence,
  proceed: silence,
}

function silence(): Promise<undefined> {
  return Promise.resolve(undefined)
}
