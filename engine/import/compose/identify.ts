import GithubSlugger from 'github-slugger'
import type { Node } from '../../parse/tree.ts'
import type { RunbookDraft } from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourcePage, SourceSection } from '../read/page.ts'
import { type Passage, alertName, readAlerts } from '../recognise/alerts.ts'
import { asPlain } from '../recognise/escape.ts'
import { idIn, readFacts } from '../recognise/metadata.ts'
import { withoutNumber } from '../recognise/roles.ts'
import { readSymptoms } from '../recognise/symptoms.ts'
import type { FrontMatter } from '../repair/front-matter.ts'
import type { IsPage } from './neighbours.ts'
import type { SourceDocument } from './documents.ts'

/** What runbooks of a page are called. */
export interface Naming {
  /** The source's file name without its ending. */
  readonly stem: string
  /** What the page is called when it says nothing itself. */
  readonly title: string
  /** Stands before every id that the page does not give itself. */
  readonly prefix?: string
  /** Ids and file names that are taken, in small letters; new ones are added. */
  readonly taken: Set<string>
  /** The next part, when the page is one of several that a larger page was divided into. */
  readonly onward?: RunbookDraft['onward']
  /** Where other pages are imported with this one: an answer may lead to them. */
  readonly isPage?: IsPage
}

/** A draft with id, file name and what the page says of itself. */
export function identify(
  document: SourceDocument,
  title: SourceSection,
  front: FrontMatter | undefined,
  naming: Naming,
  page: SourcePage,
  notes: Notes,
): RunbookDraft {
  const plain = asPlain(title.title)
  const file = fileName(document, plain, naming)
  const id = free(idFor(plain, document, front, naming), naming)
  const facts = readFacts(linesOf(document, page), front)
  const alerts = readAlerts(passagesOf(document, page), front)
  const symptoms = readSymptoms(document.sections, page)
  for (const [key, { value, line }] of facts)
    notes.add(
      'frontmatter-read',
      line,
      `the frontmatter has \`${key}: ${value.replaceAll('`', '')}\` from here`,
      'see that it is true of the whole runbook',
    )
  for (const [what, names] of Object.entries({ alerts, symptoms }))
    if (names.length > 0)
      notes.add(
        'frontmatter-read',
        title.line,
        `these ${what} lead here: \`${names.map((name) => name.replaceAll('`', '')).join('`, `')}\``,
        'see that each of them does',
      )
  const frontmatter: RunbookDraft['frontmatter'] = {
    title: plain || naming.title,
    ...Object.fromEntries([...facts].map(([key, { value }]) => [key, value])),
    alerts,
    symptoms,
  }
  return {
    file,
    id,
    title: plain || naming.title,
    frontmatter,
    requires: new Set(),
    inputs: new Map(),
    sections: [],
    line: title.line,
    ...(document.taken === undefined && naming.onward !== undefined ? { onward: naming.onward } : {}),
  }
}

function fileName(document: SourceDocument, title: string, { stem, taken }: Naming): string {
  const slug =
    document.taken === undefined
      ? ''
      : new GithubSlugger()
          .slug(title)
          .replaceAll(/[^\p{L}\p{N}-]/gu, '')
          .replaceAll(/-{2,}/g, '-')
          .replaceAll(/^-|-$/g, '')
          .slice(0, 60)
          .replace(/-$/, '')
  const name = slug === '' ? stem : slug
  for (let count = 1; ; count++) {
    const file = `${name}${count === 1 ? '' : `-${count}`}.md`
    if (taken.has(`file:${file.toLowerCase()}`)) continue
    taken.add(`file:${file.toLowerCase()}`)
    return file
  }
}

function idFor(
  title: string,
  document: SourceDocument,
  front: FrontMatter | undefined,
  { stem, prefix }: Naming,
): string {
  const own = idIn(title) ?? (document.taken === undefined ? front?.values.get('id')?.[0] : undefined)
  if (own !== undefined && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(own)) return own
  const name = alertName.test(title) ? title : document.taken === undefined ? stem : title
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 48)
    .replace(/-+$/, '')
  const made = plain === '' ? 'runbook' : plain
  return prefix === undefined ? made : `${prefix}-${made}`
}

function free(id: string, { taken }: Naming): string {
  for (let count = 1; ; count++) {
    const one = count === 1 ? id : `${id}-${count}`
    if (taken.has(`id:${one.toLowerCase()}`)) continue
    taken.add(`id:${one.toLowerCase()}`)
    return one
  }
}

/** Where pages speak of themselves: at their beginning, and below headings that are labels, such as `Severity`. */
function linesOf({ sections }: SourceDocument, page: SourcePage): { text: string; line: number }[] {
  const lines = (nodes: readonly Node[], before = ''): { text: string; line: number }[] =>
    nodes.flatMap((node) =>
      page
        .slice(node)
        .split('\n')
        .map((text, index) => ({ text: `${before}${text}`, line: page.lineAt(node.span.start) + index })),
    )
  const below = sections.flatMap(({ title, nodes }) => {
    const name = withoutNumber(title)
    return /^(?:severity|priority|owner|team|service|component)$/i.test(name) &&
      nodes[0]?.kind === 'paragraph'
      ? lines(nodes.slice(0, 1), `${name}: `).slice(0, 1)
      : []
  })
  const first = sections
    .slice(0, 4)
    .flatMap(({ nodes }) => lines(nodes.filter(({ kind }) => kind !== 'code')))
  return [...first, ...below]
}

const passagesOf = ({ sections }: SourceDocument, page: SourcePage): Passage[] =>
  sections.map(({ title, nodes }) => ({ title, text: nodes.map((node) => page.slice(node)).join('\n\n') }))
