import { parseDuration } from '../duration.ts'
import { UserError } from './exit.ts'

/**
 * An instant that is typed: `2026-11-22T06:13Z`, a day, or how long ago it was, `30m`. @throws {UserError} when it is none,
 * or when it has not come yet
 */
export function momentOf(text: string, flag: string, now: number = Date.now()): string {
  const ago = parseDuration(text)
  const written = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?$/.test(text) ? Date.parse(text) : Number.NaN
  const instant = ago === undefined ? written : now - ago
  if (Number.isNaN(instant)) {
    throw new UserError(`\`${text}\` after \`${flag}\` is no time`, {
      help: 'write `2026-11-22T06:13Z`, a day such as `2026-11-22`, or how long ago, such as `30m`',
    })
  }
  if (instant > now) {
    throw new UserError(`\`${text}\` after \`${flag}\` has not come yet`, {
      help: 'write the time in UTC with a `Z`, or how long ago, such as `30m`',
    })
  }
  return new Date(instant).toISOString()
}
