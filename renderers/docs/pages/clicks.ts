import { html, type Html } from '../html.ts'
import { address, between, pageOf } from '../links.ts'
import type { Clicks, SiteView } from '../types.ts'
import type { IndexPage } from './index-page.ts'
import { runbookLink, table } from './list.ts'

/** More links than this between what one sees and what helps, and it takes too long. */
export const mostClicks = 3

/** From each symptom and each alert, how many links lie before the step that does something about it. */
export const clicks: IndexPage = {
  path: 'clicks.html',
  title: 'Clicks',
  lead: `How many links lie between what one sees and the step that helps; ${mostClicks} are the most that there should be.`,
  content: (view, from) =>
    table(
      'Clicks',
      ['What one sees', 'Kind', 'Runbook', 'Clicks', 'The step'],
      view.clicks.map((entry) => row(entry, view, from)),
    ),
  isEmpty: ({ clicks: rows }) => rows.length === 0,
}

function row(
  { kind, name, path, step }: Clicks,
  view: SiteView,
  from: string,
): (Html | string | undefined)[] {
  const fragment = view.fragments.find((one) => one.path === path)
  const page = fragment === undefined ? path : runbookLink(fragment, from)
  if (step === undefined)
    return [name, kind, page, '', html`<span class="how">points elsewhere, nothing to do</span>`]
  const href = address(between(from, pageOf(step.path)), step.section)
  const count =
    step.clicks > mostClicks ? html`<strong class="bad">${step.clicks}</strong>` : html`${step.clicks}`
  return [name, kind, page, count, html`<a href="${href}">${step.title}</a>`]
}
