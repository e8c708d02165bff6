import { html, type Html, type Piece } from '../html.ts'
import { address, between, pageOf } from '../links.ts'
import type { Fragment } from '../types.ts'

/** A link from the page `from` to a runbook, by id and title. */
export function runbookLink(fragment: Fragment, from: string, anchor?: string): Html {
  const href = address(between(from, pageOf(fragment.path)), anchor)
  return html`<a href="${href}"><b>${fragment.frontmatter.id}</b> ${fragment.title}</a>`
}

/** A table with a caption for those who hear it; nothing when it would be empty. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Piece[])[]): Html {
  if (rows.length === 0) return html`<p>Nothing.</p>`
  return html`<div class="table" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Groups by each of the words that a fragment has, in the order of the alphabet. */
export function byWord(
  fragments: readonly Fragment[],
  words: (fragment: Fragment) => readonly string[],
): [string, Fragment[]][] {
  const groups = new Map<string, Fragment[]>()
  for (const fragment of fragments) {
    for (const word of words(fragment)) groups.set(word, [...(groups.get(word) ?? []), fragment])
  }
  return [...groups].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
}
