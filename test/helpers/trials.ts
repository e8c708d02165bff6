/**
 * How often something random is tried: seldom on every change, often where there is a night for it
 * (`RUNBOOK_TEST_NIGHTLY=1`). No failure in n trials bounds the rate of failures below 3/n with 95 % confidence.
 */
export function trials(everyChange: number, nightly: number): number {
  return process.env.RUNBOOK_TEST_NIGHTLY === '1' ? nightly : everyChange
}
