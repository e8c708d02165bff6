/** Milliseconds of a day. */
const day = 24 * 60 * 60 * 1000

/**
 * One of `share` parts of a list, another part each day (UTC), so that all of it has had its turn after `share` days and a
 * day's runs agree. The whole list with `RUNBOOK_TEST_DRILLS=all`, and at night (`RUNBOOK_TEST_NIGHTLY=1`).
 */
export function todays<T>(list: readonly T[], share: number): T[] {
  const { RUNBOOK_TEST_DRILLS: drills, RUNBOOK_TEST_NIGHTLY: nightly } = process.env
  if (drills === 'all' || nightly === '1') return [...list]
  const turn = Math.floor(Date.now() / day) % share
  return list.filter((_, index) => index % share === turn)
}
