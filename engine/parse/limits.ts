import type { Findings } from './findings.ts'

/** The largest file in UTF-8 bytes. */
export const maxFile = 256 * 1024

/** Refuses what the Markdown parser cannot read quickly; true when the text may be parsed. */
export function checkLimits(text: string, findings: Findings): boolean {
  if (Buffer.byteLength(text) <= maxFile) return true
  findings.add('too-large', { start: 0, end: 0 }, 'this file is larger than 256 KiB', {
    help: 'split it into several runbooks',
  })
  return false
}
