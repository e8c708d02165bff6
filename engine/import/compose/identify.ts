import GithubSlugger from 'github-slugger'
import type { RunbookDraft } from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourcePage, SourceSection } from '../read/page.ts'
import { alertName, idIn, readAlerts, readFacts } from '../recognise/metadata.ts'
import { asPlain } from '../recognise/escape.ts'
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
  const alerts = readAlerts(
    document.sections.map((section) => section.title),
    textOf(document, page),
    front,
  )
  for (const [key, { value, line }] of facts)
    notes.add(
      'frontmatter-read',
      line,
      `the frontmatter has \`${key}: ${value.replaceAll('`', '')}\` from here`,
      'see that it is true of the whole runbook',
    )
  if (alerts.length > 0)
    notes.add(
      'frontmatter-read',
      title.line,
      `these alerts lead here: \`${alerts.join('`, `')}\``,
      'see that each of them does',
    )
  const frontmatter: RunbookDraft['frontmatter'] = {
    title: plain || naming.title,
    ...Object.fromEntries([...facts].map(([key, { value }]) => [key, value])),
    alerts,
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

/** The beginning of a document, where pages speak of themselves. */
function linesOf(document: SourceDocument, page: SourcePage): { text: string; line: number }[] {
  return document.sections.slice(0, 4).flatMap(({ nodes }) =>
    nodes
      .filter(({ kind }) => kind !== 'code')
      .flatMap((node) =>
        page
          .slice(node)
          .split('\n')
          .map((text, index) => ({ text, line: page.lineAt(node.span.start) + index })),
      ),
  )
}

const textOf = ({ sections }: SourceDocument, page: SourcePage): string =>
  sections.flatMap(({ nodes }) => nodes.map((node) => page.slice(node))).join('\n')
