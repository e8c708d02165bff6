import { basename } from 'node:path'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import type { Settings } from '../settings.ts'

/** Says how far many files are, on a terminal; nothing in a pipe. */
export interface Progress {
  step(file: string): void
  end(): void
}

const silent: Progress = { step: () => undefined, end: () => undefined }

export function openProgress(total: number, settings: Settings): Progress {
  if (total < 5 || settings.quiet || settings.json || !process.stderr.isTTY) return silent
  let done = 0
  return {
    step: (file) =>
      process.stderr.write(`\r\u001B[K${++done}/${total} ${escapeLine(basename(file)).slice(0, 60)}`),
    end: () => process.stderr.write('\r\u001B[K'),
  }
}
