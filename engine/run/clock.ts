import { setTimeout as sleep } from 'node:timers/promises'

/** The time of day, as facts carry it, and waiting for one. */
export interface Clock {
  /** ISO instant with milliseconds. */
  now(): string
  /** Resolves at an ISO instant, at once when it is past, early when `signal` aborts. Never rejects. */
  until(instant: string, signal: AbortSignal): Promise<void>
}

/** How often a waiting run looks at the clock, in milliseconds: a machine that slept is at most this late. */
const glance = 500

/**
 * The system's clock. A clock that is set back while it waits does not make the wait longer than it was at its start,
 * and one that is set forward ends it.
 */
export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  async until(instant, signal) {
    const end = Date.parse(instant)
    const longest = performance.now() + (end - Date.now())
    while (!signal.aborted) {
      const left = Math.min(end - Date.now(), longest - performance.now())
      if (left <= 0) return
      await sleep(Math.min(left, glance), undefined, { signal }).catch(() => undefined)
    }
  },
}
