import type { Runbook } from '../engine/model.ts'
import { duration } from './duration.ts'

/** Which reminder of a runbook, or which level of its escalation. */
export interface ReminderPlace {
  readonly of: 'run' | 'phase' | 'section' | 'level'
  /** Id of the phase or the section. */
  readonly id?: string
  readonly index: number
}

/** What a reminder says, in the words of the page; nothing when it is not there. Holds untrusted text, unescaped. */
export function reminderOf({ of, id, index }: ReminderPlace, runbook: Runbook): string | undefined {
  if (of === 'level') {
    const level = runbook.frontmatter.escalate[index]
    if (level === undefined) return undefined
    const after = level.after === undefined ? '' : `${duration(level.after)} have passed: `
    return `${after}time to escalate to ${level.to}`
  }
  if (of === 'run') return runbook.reminders[index]?.text
  const holder =
    of === 'phase'
      ? runbook.phases.find((phase) => phase.id === id)
      : runbook.sections.find((section) => section.id === id)
  return holder?.reminders[index]?.text
}
