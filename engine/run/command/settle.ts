import { findBackup } from '../change/backup.ts'
import { digestOfFile, readRegularFile } from '../change/file.ts'
import { emptySummary } from '../supervisor/sink.ts'
import type { StartRecord } from '../supervisor/protocol.ts'
import type { Found } from '../commands.ts'

/**
 * Settles a `write` or `edit` whose outcome is unknown: the file is replaced whole or not at all, so it says itself
 * whether it was. Nothing when the attempt was none of these, or when the file is neither what it was nor what it
 * was to be, or belongs to another user.
 */
export function settleChange(output: string, start: StartRecord): Found | undefined {
  const backup = findBackup(output, start)
  if (backup === undefined || backup.as !== undefined) return undefined
  const now = digestOfFile(readRegularFile(backup.file)?.bytes ?? null)
  if (now !== backup.after) return now === backup.before ? { state: 'never-started' } : undefined
  return {
    state: 'finished',
    outcome: {
      ended: 'exited',
      code: 0,
      detail: `\`${backup.file}\` holds what it was to hold`,
      startedAt: start.at,
      endedAt: new Date().toISOString(),
      stdout: emptySummary(`${start.stem}.out`),
      stderr: emptySummary(`${start.stem}.err`),
      values: {},
    },
  }
}
