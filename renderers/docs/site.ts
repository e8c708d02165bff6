import { hash } from 'node:crypto'
import type { Proof } from '../../schemas/proof.ts'
import { feedXml } from './feed.ts'
import { pageHtml, type Look } from './frame.ts'
import { html, Html } from './html.ts'
import { pageOf } from './links.ts'
import { homePage } from './pages/home.ts'
import { indexPages } from './pages/indexes.ts'
import { recordHtml, recordPath } from './record.ts'
import { cardHtml } from './runbook/card.ts'
import { searchEntries, searchScript } from './search.ts'
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
  /** The engine that makes it; empty for one that may change while it runs. */
  readonly edition: string
}

/** Every file of the site, one after the other, so that a large site need not stand in memory. */
export function* siteFiles(input: SiteInput): Generator<SiteFile> {
  const view = viewOf(input)
  const keyOf = keysOf(input.edition, view.look)
  yield homeFile(view)
  for (const page of indexPages) if (!page.isEmpty(view)) yield indexFile(page, view)
  for (const fragment of view.fragments) yield runbookFile(fragment, view, keyOf)
  for (const document of view.documents) yield documentFile(document, view, keyOf)
  for (const record of view.records) yield recordFile(record, view)
  yield searchFile(view, keyOf)
  yield { path: 'feed.xml', text: () => feedXml(view, input.today) }
  yield* input.assets
}

/** A key of what is told, of the engine, and of what all pages share. */
type KeyOf = (...told: readonly unknown[]) => { readonly key?: string }

function keysOf(edition: string, look: Look): KeyOf {
  const shared = [edition, look]
  return (...told) => (edition === '' ? {} : { key: digestOf([...shared, ...told]) })
}

function digestOf(told: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(told))
}

function homeFile(view: SiteView): SiteFile {
  const path = 'index.html'
  const text = (): string => pageHtml({ path, title: view.look.name, content: homePage(view) }, view.look)
  return { path, text }
}

function searchFile(view: SiteView, keyOf: KeyOf): SiteFile {
  const entries = searchEntries(view.fragments)
  return { path: 'search-index.js', ...keyOf(entries), text: () => searchScript(entries) }
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
  const { path, title } = page
  const text = (): string => {
    const content = html`<h1>${title}</h1>
      <p class="summary">${page.lead}</p>
      ${page.content(view, path)}`
    return pageHtml({ path, title, content }, view.look)
  }
  return { path, text }
}

function runbookFile(fragment: Fragment, view: SiteView, keyOf: KeyOf): SiteFile {
  const path = pageOf(fragment.path)
  const { id, summary } = fragment.frontmatter
  const standing = view.standingOf(fragment)
  const text = async (): Promise<string> => {
    const { body, picture } = await fragment.drawn()
    const content = html`<article class="runbook">
      ${cardHtml(fragment, standing)} ${new Html(picture)} ${new Html(body)}
    </article>`
    const description = summary === undefined ? {} : { description: summary }
    return pageHtml({ path, title: `${id} ${fragment.title}`, content, ...description }, view.look)
  }
  return { path, ...keyOf(fragment.key, standing), text }
}

function documentFile(fragment: Fragment, view: SiteView, keyOf: KeyOf): SiteFile {
  const path = pageOf(fragment.path)
  const title = fragment.title === '' ? fragment.path : fragment.title
  const text = async (): Promise<string> => {
    const content = html`<article class="runbook">
      <h1>${title}</h1>
      ${new Html((await fragment.drawn()).body)}
    </article>`
    return pageHtml({ path, title, content }, view.look)
  }
  return { path, ...keyOf(fragment.key), text }
}

function recordFile(record: RunRecord, view: SiteView): SiteFile {
  const path = recordPath(record)
  const title = `${record.run} ${record.title}`
  return { path, text: () => pageHtml({ path, title, content: recordHtml(record.markdown) }, view.look) }
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
