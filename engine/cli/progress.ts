import { Progress } from '../../renderers/terminal/progress.ts'
import type { Settings } from './settings.ts'

/** Opens the line about one stretch of long work. */
export type Steps = (what: string, total?: number) => Pick<Progress, 'step' | 'clear'>

/** The lines of one verb. A signal that ends the program takes the line away first. */
export function stepsOf(settings: Pick<Settings, 'quiet'>): Steps {
  return (what, total) => leavingClean(progressOf(what, settings, total))
}

/** Work that nobody is told about. */
export const unseen: Steps = () => ({ step: () => undefined, clear: () => undefined })

/**
 * A line about long work on standard error; nothing in a pipe, on CI, with `--quiet` or on a terminal that cannot take
 * lines back. Whoever listens to signals clears it. @param total steps in all, when they are known
 */
export function progressOf(what: string, settings: Pick<Settings, 'quiet'>, total?: number): Progress {
  const { stderr, env } = process
  const interactive = stderr.isTTY && !settings.quiet && !env.CI && env.TERM !== 'dumb'
  const write = (text: string): void => void stderr.write(text)
  return new Progress({ write, columns: stderr.columns || 80, interactive, now: Date.now }, what, total)
}

const signals = ['SIGINT', 'SIGTERM'] as const

/**
 * While the line stands, a signal wipes it and then does what it would have done: it ends this process, unless somebody else
 * listens to it. It is heard between two steps only where the work lets the event loop turn.
 */
function leavingClean(progress: Progress): ReturnType<Steps> {
  const clear = (): void => {
    progress.clear()
    for (const signal of signals) process.off(signal, leave)
  }
  const leave = (signal: NodeJS.Signals): void => {
    clear()
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  const step = (at?: string, done?: number): void => {
    const stood = progress.stands
    progress.step(at, done)
    if (progress.stands && !stood) for (const signal of signals) process.prependListener(signal, leave)
  }
  return { step, clear }
}
