import type { Frontmatter } from '../../../engine/model.ts'
import type { OpenBox } from '../../../engine/run/times.ts'
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
 * What a run says once when half of its target or all of it has come: everything that became
 * due after `since` and until `now`, in milliseconds since its start. Of two targets passed at once the later is said.
 */
export function remindersDue(frontmatter: Frontmatter, since: number, now: number): string[] {
  const passed = reminders(frontmatter).filter(({ after }) => after > since && after <= now)
  return passed
    .filter((one, index) => index !== 0 || passed.length === 1 || !one.text.startsWith('half'))
    .map(({ text }) => text)
}

function reminders({ mttr }: Frontmatter): Reminder[] {
  if (mttr === undefined) return []
  return [
    { after: mttr / 2, text: `half of the target time of ${duration(mttr)} is used` },
    { after: mttr, text: `the target time of ${duration(mttr)} is used up` },
  ]
}

/** `within 15 min: Somebody is in command. (2 min of 15 min)`. */
export function boxText({ box, since }: OpenBox, now: number): string {
  const used = duration(now - Date.parse(since))
  return `within ${duration(box.time)}: ${escapeLine(box.text)} (${used} of ${duration(box.time)})`
}

/** What is said once when the time of a time box is used up. */
export function overranText({ title, box }: OpenBox): string {
  return `the ${duration(box.time)} of ${escapeLine(title)} are used up: ${escapeLine(box.text)}`
}
