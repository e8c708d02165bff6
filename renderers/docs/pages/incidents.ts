import { duration } from '../../duration.ts'
import { html, Html } from '../html.ts'
import { address, between, pageOf } from '../links.ts'
import type { Fragment, SiteView } from '../types.ts'
import type { IndexPage } from './index-page.ts'
import { byWord, runbookLink, table } from './list.ts'

/** For the hour in which something burns: how grave it is, whom to tell, and what to write to them. */
export const incidents: IndexPage = {
  path: 'incidents.html',
  title: 'Incidents',
  lead: 'How grave it is, and what to write to whom.',
  content: (view, from) =>
    html`<h2>Severities</h2>
      ${severities(view, from)}
      <h2>Messages</h2>
      ${messages(view, from)}`,
  isEmpty: ({ fragments }) => fragments.every(({ messages: texts }) => texts.length === 0),
}

/** From the gravest down, with the target of each runbook: what its severity means here. */
function severities({ fragments }: SiteView, from: string): Html {
  const graded = byWord(fragments, ({ frontmatter }) =>
    frontmatter.severity === undefined ? [] : [frontmatter.severity],
  )
  return table(
    'Severities',
    ['Severity', 'Runbook', 'What it is', 'Target'],
    graded.flatMap(([severity, members]) =>
      members.map((member) => [
        severity,
        runbookLink(member, from),
        member.frontmatter.summary,
        targetOf(member),
      ]),
    ),
  )
}

function targetOf({ frontmatter: { mttr } }: Fragment): string | undefined {
  return mttr === undefined ? undefined : duration(mttr)
}

/** Templates to copy; `$NAME` is what a run fills in. */
function messages({ fragments }: SiteView, from: string): Html {
  return html`<p class="how">
      A run fills in what begins with a dollar sign, shows the text before it goes out, and keeps it.
    </p>
    ${fragments.flatMap((fragment) =>
      fragment.messages.map(
        ({ section, title, text }) =>
          html`<h3>
              <a href="${address(between(from, pageOf(fragment.path)), section)}">${title}</a>
              <span class="how">${fragment.frontmatter.id}</span>
            </h3>
            <figure class="sample">
              <pre tabindex="0"><code>${text}</code></pre>
            </figure>`,
      ),
    )}`
}
