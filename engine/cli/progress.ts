import { Progress } from '../../renderers/terminal/progress.ts'
import type { Settings } from './settings.ts'

/** Opens the line about one stretch of long work. */
export type Steps = (what: string, total?: number) => Pick<Progress, 'step' | 'clear'>

/** The lines of one verb. */
export function stepsOf(settings: Pick<Settings, 'quiet'>): Steps {
  return (what, total) => progressOf(what, settings, total)
}

/** Work that nobody is told about. */
export const unseen: Steps = () => ({ step: () => undefined, clear: () => undefined })

/**
 * A line about long work on standard error; nothing in a pipe, on CI, with `--quiet` or on a terminal that cannot take
 * lines back. @param total steps in all, when they are known
 */
export function progressOf(what: string, settings: Pick<Settings, 'quiet'>, total?: number): Progress {
  const { stderr, env } = process
  const interactive = stderr.isTTY && !settings.quiet && !env.CI && env.TERM !== 'dumb'
  const write = (text: string): void => void stderr.write(text)
  return new Progress({ write, columns: stderr.columns || 80, interactive, now: Date.now }, what, total)
}
