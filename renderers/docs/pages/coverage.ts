import { html, type Html } from '../html.ts'
import { address, between, pageOf } from '../links.ts'
import type { Fragment, SiteView } from '../types.ts'
import type { IndexPage } from './index-page.ts'
import { runbookLink, table } from './list.ts'

/** Which sections of each runbook the last drills took, from the proofs that hold for the texts of now. */
export const coverage: IndexPage = {
  path: 'coverage.html',
  title: 'Coverage',
  lead: 'What drills have proven of each runbook as it stands now.',
  content: (view, from) =>
    table(
      'Coverage by drills',
      ['Runbook', 'Drills', 'Sections', 'Not proven'],
      view.fragments.map((fragment) => row(fragment, view, from)),
    ),
  isEmpty: ({ proofs }) => proofs.length === 0,
}

function row(fragment: Fragment, { proofs }: SiteView, from: string): (Html | string)[] {
  const taken = new Set(proofs.flatMap(({ path }) => path))
  const active = fragment.headings.filter((heading) => heading.active)
  const missing = active.filter(({ id }) => !taken.has(`${fragment.path}#${id}`))
  const drills = proofs.filter(({ file }) => file === fragment.path).map(({ drill }) => drill)
  const percent = active.length === 0 ? 100 : Math.floor((1 - missing.length / active.length) * 100)
  return [
    runbookLink(fragment, from),
    drills.length === 0 ? html`<strong class="bad">none</strong>` : drills.sort().join(', '),
    `${percent} %, ${active.length - missing.length} of ${active.length}`,
    html`${missing.map(({ id, title }, index) => html`${index > 0 && ', '}<a href="${address(between(from, pageOf(fragment.path)), id)}">${title}</a>`)}`,
  ]
}
