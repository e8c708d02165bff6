import { afterEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../engine/run/clock.ts'

const never = new AbortController().signal
const hour = 3_600_000

afterEach(() => vi.restoreAllMocks())

/** How long a wait of so many milliseconds takes when the clock jumps a moment after its start. */
async function waitWithJump(wait: number, jump: number): Promise<number> {
  const real = Date.now.bind(Date)
  let ahead = 0
  vi.spyOn(Date, 'now').mockImplementation(() => real() + ahead)
  setTimeout(() => (ahead = jump), 50)
  const started = performance.now()
  await systemClock.until(new Date(real() + wait).toISOString(), never)
  return performance.now() - started
}

describe('P9: waiting for an instant', () => {
  test('a clock that is set forward ends the wait within a second', async () => {
    expect(await waitWithJump(20_000, hour)).toBeLessThan(1000)
  })

  test('a clock that is set back does not make the wait longer', async () => {
    const took = await waitWithJump(700, -hour)
    expect(took).toBeGreaterThan(650)
    expect(took).toBeLessThan(1700)
  })

  test('an instant that is past is not waited for', async () => {
    const started = performance.now()
    await systemClock.until('2020-01-01T00:00:00.000Z', never)
    expect(performance.now() - started).toBeLessThan(100)
  })

  test('an interruption ends the wait', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 30)
    const started = performance.now()
    await systemClock.until(new Date(Date.now() + hour).toISOString(), abort.signal)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
