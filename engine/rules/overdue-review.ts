import type { Diagnostic } from '../diagnostic.ts'
import type { Card } from '../model/card.ts'
import type { LibraryRule } from './rule.ts'

/** A runbook that nobody has read for longer than its own `review_every`, or that was read on a day to come. */
export const overdueReview: LibraryRule = (runbooks, { today }) =>
  today === '' ? [] : runbooks.flatMap((runbook) => [finding(runbook, today) ?? []].flat())

function finding(runbook: Card, today: string): Diagnostic | undefined {
  const said = judge(runbook, today)
  const span = said && runbook.frontmatterPlaces.get('reviewed')?.value
  return span && { code: 'overdue-review', severity: 'warning', path: runbook.path, span, ...said }
}

function judge(
  { frontmatter: { reviewed, review_every: every } }: Card,
  today: string,
): Pick<Diagnostic, 'message' | 'label' | 'help'> | undefined {
  if (reviewed === undefined) return undefined
  if (reviewed > today)
    return {
      message: `\`${reviewed}\` is a day to come`,
      help: `write the day of the review; today is ${today}`,
    }
  const due =
    every === undefined ? undefined : new Date(Date.parse(reviewed) + every).toISOString().slice(0, 10)
  if (due === undefined || due >= today) return undefined
  return {
    message: `this runbook was to be reviewed by ${due}`,
    label: `today is ${today}`,
    help: 'read it, better drill it, and write the day here',
  }
}
