import type { Frontmatter } from '../../../engine/model.ts'
import { duration } from '../../duration.ts'
import { escapeLine } from '../escape.ts'

interface Reminder {
  /** Milliseconds after the start of the run. */
  readonly after: number
  readonly text: string
}

/** Time against target: what a run says once when half of its target, all of it, or the time to escalate has come. */
export class RunClock {
  readonly #startedAt: number
  readonly #mttr: number | undefined
  #due: readonly Reminder[]

  constructor(startedAt: string, frontmatter: Frontmatter) {
    this.#startedAt = Date.parse(startedAt)
    this.#mttr = frontmatter.mttr
    this.#due = reminders(frontmatter)
  }

  /** `4 min of 15 min`, or the time alone when there is no target. `now`: milliseconds since 1970. */
  elapsed(now: number): string {
    const used = duration(now - this.#startedAt)
    return this.#mttr === undefined ? used : `${used} of ${duration(this.#mttr)}`
  }

  /** What has become due since the last time that it was asked; of two targets passed at once the later is said. */
  reminders(now: number): string[] {
    const passed = this.#due.filter((reminder) => now - this.#startedAt >= reminder.after)
    this.#due = this.#due.filter((reminder) => !passed.includes(reminder))
    const half = passed[0]
    return passed
      .filter((reminder) => reminder !== half || passed.length === 1 || !reminder.text.startsWith('half'))
      .map((reminder) => reminder.text)
  }
}

function reminders({ mttr, escalate }: Frontmatter): Reminder[] {
  return [
    ...(mttr === undefined
      ? []
      : [
          { after: mttr / 2, text: `half of the target time of ${duration(mttr)} is used` },
          { after: mttr, text: `the target time of ${duration(mttr)} is used up` },
        ]),
    ...(escalate?.after === undefined
      ? []
      : [
          {
            after: escalate.after,
            text: `${duration(escalate.after)} have passed: time to escalate to ${escapeLine(escalate.to)}`,
          },
        ]),
  ]
}
