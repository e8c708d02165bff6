import { progressOf } from '../progress.ts'
import type { Settings } from '../settings.ts'

/** How often the line is drawn anew, in milliseconds: a drill takes long, and its time goes on. */
const pause = 1000

/** The line about the drills that are at work now. */
export interface AtWork {
  begin(name: string): void
  /** One is over; the line is away, so that its result can be printed. */
  end(name: string): void
  close(): void
}

/**
 * Says on a terminal which of `total` drills are at work, how many are over, and how long it will take; nothing any more
 * when they are ended by the signal.
 */
export function drillsAtWork(total: number, settings: Settings, signal: AbortSignal): AtWork {
  const progress = progressOf('drilling', settings, total)
  const names = new Set<string>()
  let over = 0
  const show = (): void => {
    if (!signal.aborted) progress.step([...names].join(', '), over)
  }
  signal.addEventListener('abort', () => progress.clear(), { once: true })
  const ticks = setInterval(show, pause).unref()
  return {
    begin: (name) => {
      names.add(name)
      show()
    },
    end: (name) => {
      names.delete(name)
      over += 1
      progress.clear()
    },
    close: () => {
      clearInterval(ticks)
      progress.clear()
    },
  }
}
