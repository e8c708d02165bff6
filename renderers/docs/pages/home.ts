import { counted } from '../../../engine/counted.ts'
import { html, type Html } from '../html.ts'
import { between } from '../links.ts'
import { dueDate, isOverdue } from '../standing.ts'
import type { Fragment, SiteView } from '../types.ts'
import { byWord, runbookLink } from './list.ts'

const here = 'index.html'

/** The first page: search, then everything by service, by severity, and what is not to be trusted blindly. */
export function homePage(view: SiteView): Html {
  const { fragments, look } = view
  return html`<h1>${look.name}</h1>
    <div class="search" role="search">
      <label for="Search">What do you see?</label>
      <input
        id="Search"
        type="search"
        data-search
        autocomplete="off"
        spellcheck="false"
        placeholder="a symptom, an alert, a line of an error"
        aria-describedby="Search-help"
      />
      <p class="how" id="Search-help">
        ${counted(fragments.length, 'runbook')}. <kbd>/</kbd> goes here, arrows choose, Enter opens.
      </p>
      <div data-hits aria-live="polite"></div>
      <noscript
        ><p>
          Search needs the script of this site; the lists of <a href="symptoms.html">symptoms</a> and
          <a href="alerts.html">alerts</a> do without.
        </p></noscript
      >
    </div>
    <div class="columns">
      <section>
        <h2>By service</h2>
        ${groups(byWord(fragments, ({ frontmatter }) => [frontmatter.service ?? 'no service']))}
      </section>
      <section>
        <h2>By severity</h2>
        ${groups(byWord(fragments, ({ frontmatter }) => [frontmatter.severity ?? 'no severity']))}
      </section>
      <section>
        <h2>Not proven, or too long unread</h2>
        ${doubtful(view)}
      </section>
      ${changed(view)}
    </div>`
}

function groups(found: readonly (readonly [string, readonly Fragment[]])[]): Html {
  return html`${found.map(
    ([word, members]) =>
      html`<h3>${word}</h3>
        <ul>
          ${members.map((member) => html`<li>${runbookLink(member, here)}</li>`)}
        </ul>`,
  )}`
}

function doubtful({ fragments, standingOf }: SiteView): Html {
  const rows = fragments.flatMap((fragment) => {
    const standing = standingOf(fragment)
    const why = [
      ...(standing.proven === undefined ? ['never proven'] : []),
      ...(standing.proven?.outdated === true ? ['proven for an older text'] : []),
      ...(isOverdue(fragment.frontmatter, standing)
        ? [`overdue since ${dueDate(fragment.frontmatter)}`]
        : []),
    ]
    return why.length === 0 ? [] : [html`<li>${runbookLink(fragment, here)}: ${why.join(', ')}</li>`]
  })
  return rows.length === 0
    ? html`<p>Nothing: every runbook is proven and read.</p>`
    : html`<ul>
        ${rows}
      </ul>`
}

function changed(view: SiteView): Html | undefined {
  const newest = view.changes.slice(0, 8)
  if (newest.length === 0) return undefined
  return html`<section>
    <h2>Changed last</h2>
    <ul>
      ${newest.map(({ date, subject, fragment }) => html`<li>${date}: ${runbookLink(fragment, here)}, ${subject}</li>`)}
    </ul>
    <p><a href="${between(here, 'changes.html')}">All changes</a></p>
  </section>`
}
