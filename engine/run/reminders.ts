import type { Clock } from './clock.ts'
import { Refusal } from './refusal.ts'
import type { RunInHand } from './run.ts'
import type { Observer } from './notices.ts'

/** How often it is looked whether something is due, in milliseconds: a reminder is at most this late. */
const glance = 500

/**
 * Shows what is due and records that it was shown, at once and then for as long as the run is in hand: also while a command
 * runs and while a question is open. @returns what to call when the run is let go
 */
export function watchTheClock(run: RunInHand, observe: Observer, clock: Clock): () => void {
  if (!run.times.hasAny) return () => undefined
  const overrun = new Set<string>()
  const look = (): void => {
    try {
      remind(run, observe, clock.now())
      sayOverrun(run, observe, clock.now(), overrun)
    } catch (error) {
      clearInterval(timer)
      if (!(error instanceof Refusal)) throw error
    }
  }
  const timer = setInterval(look, glance)
  timer.unref()
  look()
  return () => clearInterval(timer)
}

/** A record that cannot be written ends the reminding; the run's own next record says why. */
function remind(run: RunInHand, observe: Observer, now: string): void {
  for (const due of run.times.dues(now)) {
    run.note({ at: now, type: 'reminded', ...due })
    const runbook = run.machine.runbooks.get(due.runbook)
    if (runbook !== undefined) observe({ kind: 'reminded', due, runbook })
  }
}

function sayOverrun(run: RunInHand, observe: Observer, now: string, said: Set<string>): void {
  for (const open of run.times.boxes) {
    const key = `${open.of} ${open.title} ${open.since}`
    if (Date.parse(now) - Date.parse(open.since) < open.box.time || said.has(key)) continue
    said.add(key)
    observe({ kind: 'overran', open })
  }
}
