/**
 * Numbered places at which a test may kill the engine: around every write, sync, start, exit and acknowledgement.
 *
 * Armed only by the environment. `RUNBOOK_CRASH_AT=7` kills this process (SIGKILL) at the seventh point that it
 * crosses; with `RUNBOOK_CRASH_TORN=1` a point before a write first writes half of it. Unset, a point is an empty call.
 */
export type CrashPoint =
  | 'before-write'
  | 'after-write'
  | 'after-sync'
  | 'after-head'
  | 'before-start'
  | 'after-start'
  | 'after-exit'
  | 'before-advance'
  | 'before-end'

const armed = Number(process.env.RUNBOOK_CRASH_AT ?? 0)
const torn = process.env.RUNBOOK_CRASH_TORN === '1'
let crossed = 0

/** Crosses a point; the process ends here when this is the armed one. `halfway` leaves a torn write behind. */
export const crashPoint: (point: CrashPoint, halfway?: () => void) => void =
  armed > 0 ? crossArmed : () => undefined

function crossArmed(_point: CrashPoint, halfway?: () => void): void {
  crossed += 1
  if (crossed !== armed) return
  if (torn) halfway?.()
  process.kill(process.pid, 'SIGKILL')
}
