import type { Frontmatter } from '../../../engine/model.ts'
import { duration } from '../../duration.ts'
import { escapeLine } from '../escape.ts'

interface Reminder {
  /** Milliseconds after the start of the run. */
  readonly after: number
  readonly text: string
}

/** `4 min of 15 min`, or the time alone when there is no target. `now`: milliseconds since 1970. */
export function elapsedText(startedAt: string, { mttr }: Frontmatter, now: number): string {
  const used = duration(now - Date.parse(startedAt))
  return mttr === undefined ? used : `${used} of ${duration(mttr)}`
}

/**
 * What a run says once when half of its target, all of it, or the time to escalate has come: everything that became
 * due after `since` and until `now`, in milliseconds since its start. Of two targets passed at once the later is said.
 */
export function remindersDue(frontmatter: Frontmatter, since: number, now: number): string[] {
  const passed = reminders(frontmatter).filter(({ after }) => after > since && after <= now)
  return passed
    .filter((one, index) => index !== 0 || passed.length === 1 || !one.text.startsWith('half'))
    .map(({ text }) => text)
}

function reminders({ mttr, escalate }: Frontmatter): Reminder[] {
  return [
    ...(mttr === undefined
      ? []
      : [
          { after: mttr / 2, text: `half of the target time of ${duration(mttr)} is used` },
          { after: mttr, text: `the target time of ${duration(mttr)} is used up` },
        ]),
    ...escalate.flatMap(({ after, to }) =>
      after === undefined
        ? []
        : [{ after, text: `${duration(after)} have passed: time to escalate to ${escapeLine(to)}` }],
    ),
  ]
}
