import type { Proof } from '../../schemas/proof.ts'
import { feedXml } from './feed.ts'
import { pageHtml, type Look } from './frame.ts'
import { html, Html } from './html.ts'
import { pageOf } from './links.ts'
import { homePage } from './pages/home.ts'
import { indexPages } from './pages/indexes.ts'
import { recordHtml, recordPath } from './record.ts'
import { cardHtml } from './runbook/card.ts'
import { searchScript } from './search.ts'
import type { Change, Clicks, Fragment, RunRecord, SiteFile, SiteView, Standing } from './types.ts'

/** What the site is made from; nothing else goes in, so the same input gives the same bytes. */
export interface SiteInput {
  readonly name: string
  readonly fragments: readonly Fragment[]
  /** By path below the library. */
  readonly standing: ReadonlyMap<string, Standing>
  readonly changes: readonly (Change & { readonly path: string })[]
  readonly clicks: readonly Clicks[]
  /** Those that hold for the texts of now. */
  readonly proofs: readonly Proof[]
  readonly records: readonly RunRecord[]
  readonly today: string
  readonly header?: string
  readonly footer?: string
  readonly baseUrl?: string
  readonly assets: readonly SiteFile[]
}

/** Every file of the site, one after the other, so that a large site need not stand in memory. */
export function* siteFiles(input: SiteInput): Generator<SiteFile> {
  const view = viewOf(input)
  yield homeFile(view)
  for (const page of indexPages) if (!page.isEmpty(view)) yield indexFile(page, view)
  for (const fragment of view.fragments) yield runbookFile(fragment, view)
  for (const document of view.documents) yield documentFile(document, view)
  for (const record of view.records) yield recordFile(record, view)
  yield { path: 'search-index.js', text: searchScript(view.fragments) }
  yield { path: 'feed.xml', text: feedXml(view, input.today) }
  yield* input.assets
}

function homeFile(view: SiteView): SiteFile {
  const path = 'index.html'
  return { path, text: pageHtml({ path, title: view.look.name, content: homePage(view) }, view.look) }
}

function viewOf(input: SiteInput): SiteView {
  const { name, fragments, standing, changes, clicks, proofs, records, today, header, footer, baseUrl } =
    input
  const byPath = new Map(fragments.map((fragment) => [fragment.path, fragment]))
  const view = {
    fragments: sorted(fragments.filter(isRunbook)),
    documents: sorted(fragments.filter((fragment) => !isRunbook(fragment))),
    clicks,
    proofs,
    records: [...records].sort((a, b) => (a.at > b.at ? -1 : 1)),
    standingOf: ({ path }: Fragment): Standing => standing.get(path) ?? { today },
    changes: changes.flatMap(({ path, ...change }) => {
      const fragment = byPath.get(path)
      return fragment === undefined ? [] : [{ ...change, fragment }]
    }),
  }
  const bare: Look = { name, header: new Html(header ?? ''), footer: new Html(footer ?? ''), navigation: [] }
  const look: Look = { ...bare, ...(baseUrl === undefined ? {} : { baseUrl }) }
  const navigation = indexPages.filter((page) => !page.isEmpty({ ...view, look }))
  return { ...view, look: { ...look, navigation } }
}

/** A page of Markdown without an id is there to be read. */
function isRunbook({ frontmatter }: Fragment): boolean {
  return frontmatter.id !== ''
}

function sorted(fragments: readonly Fragment[]): Fragment[] {
  return [...fragments].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
}

/** Numbers in ids sort as numbers: RB-9 before RB-10. */
function sortKey({ frontmatter, path }: Fragment): string {
  return `${frontmatter.id.replace(/\d+/g, (digits) => digits.padStart(9, '0'))} ${path}`
}

function indexFile(page: (typeof indexPages)[number], view: SiteView): SiteFile {
  const content = html`<h1>${page.title}</h1>
    <p class="summary">${page.lead}</p>
    ${page.content(view, page.path)}`
  return { path: page.path, text: pageHtml({ path: page.path, title: page.title, content }, view.look) }
}

function runbookFile(fragment: Fragment, view: SiteView): SiteFile {
  const path = pageOf(fragment.path)
  const { id, summary } = fragment.frontmatter
  const content = html`<article class="runbook">
    ${cardHtml(fragment, view.standingOf(fragment))} ${new Html(fragment.picture)} ${new Html(fragment.body)}
  </article>`
  const page = {
    path,
    title: `${id} ${fragment.title}`,
    content,
    ...(summary === undefined ? {} : { description: summary }),
  }
  return { path, text: pageHtml(page, view.look) }
}

function documentFile(fragment: Fragment, view: SiteView): SiteFile {
  const path = pageOf(fragment.path)
  const title = fragment.title === '' ? fragment.path : fragment.title
  const content = html`<article class="runbook">
    <h1>${title}</h1>
    ${new Html(fragment.body)}
  </article>`
  return { path, text: pageHtml({ path, title, content }, view.look) }
}

function recordFile(record: RunRecord, view: SiteView): SiteFile {
  const path = recordPath(record)
  const content = recordHtml(record.markdown)
  return { path, text: pageHtml({ path, title: `${record.run} ${record.title}`, content }, view.look) }
}

/** A link of a runbook that leads to no page of the site, or to no place of one. */
export interface BrokenLink {
  readonly path: string
  readonly line: number
  readonly target: string
}

/** All of them, by path and line. */
export function brokenLinks(fragments: readonly Fragment[]): BrokenLink[] {
  const anchors = new Map(
    fragments.map(({ path, headings }) => [path, new Set(headings.map(({ id }) => id))] as const),
  )
  return fragments.flatMap(({ path, links }) =>
    links.flatMap((link) => {
      const known = anchors.get(link.path)
      const reached = known !== undefined && (link.anchor === undefined || known.has(link.anchor))
      const target = link.anchor === undefined ? link.path : `${link.path}#${link.anchor}`
      return reached ? [] : [{ path, line: link.line, target }]
    }),
  )
}
