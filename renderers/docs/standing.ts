import type { Frontmatter } from '../../engine/model.ts'
import { provenText } from '../proven.ts'
import { html, type Html } from './html.ts'
import type { Standing } from './types.ts'

const day = 86_400_000

/** The day by which a runbook wants to be read again, `2027-02-18`; nothing when it says nothing of that. */
export function dueDate({ reviewed: on, review_every: every }: Frontmatter): string | undefined {
  if (on === undefined || every === undefined) return undefined
  return new Date(Date.parse(on) + Math.round(every / day) * day).toISOString().slice(0, 10)
}

export function isOverdue(frontmatter: Frontmatter, { today }: Standing): boolean {
  const due = dueDate(frontmatter)
  return due !== undefined && due < today
}

/** When it was read last, and whether that is too long ago. */
export function reviewed(frontmatter: Frontmatter, standing: Standing): Html | undefined {
  if (frontmatter.reviewed === undefined) return undefined
  const due = dueDate(frontmatter)
  if (isOverdue(frontmatter, standing))
    return html`${frontmatter.reviewed}, <strong class="bad">overdue since ${due}</strong>`
  return html`${frontmatter.reviewed}${due !== undefined && html`, again by ${due}`}`
}

/** When a drill last proved it. */
export function provenHtml({ proven }: Standing): Html {
  if (proven === undefined) return html`<strong class="bad">never</strong>`
  return proven.outdated
    ? html`<strong class="bad">${provenText(proven)}</strong>`
    : html`${provenText(proven)}`
}
