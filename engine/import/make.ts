import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import { openEnvelope } from '../parse/envelope.ts'
import { openFindings } from '../parse/findings.ts'
import { checkLimits } from '../parse/limits.ts'
import { type Landing, openAnchors } from './compose/anchors.ts'
import { type Built, buildDrafts } from './compose/build.ts'
import { type Naming, identify } from './compose/identify.ts'
import { type Divided, dividePage } from './divide.ts'
import type { RunbookDraft } from './draft.ts'
import { joinPages } from './join.ts'
import { type Notes, openNotes } from './notes.ts'
import { readSourcePage } from './read/page.ts'
import type { RepairedPage } from './repair/index.ts'
import { asText, textPieces } from './settle/as-text.ts'
import { type Settled, settle } from './settle/settle.ts'
import { openShell } from './shell.ts'
import { lostWords, wordsOf } from './words.ts'

/** One runbook that came out of a page. Its text validates. */
export interface ImportedRunbook {
  /** File name, without a folder. */
  readonly file: string
  readonly text: string
  readonly runbook: Runbook
}

/** The runbooks of a page, and where each of its anchors leads now. */
export interface Made {
  readonly runbooks: readonly Written[]
  readonly anchors: ReadonlyMap<string, Landing>
}

type Written = ImportedRunbook & { readonly findings: readonly Diagnostic[] }

/** The runbooks of a page, or when that does not come out right: its text, to be read by a person. */
export async function makeRunbooks(page: RepairedPage, naming: Naming, notes: Notes): Promise<Made> {
  const limits = openFindings('')
  const limit = checkLimits(page.text, openEnvelope(page.text), limits)
  const before = new Set(naming.taken)
  if (limit === undefined) {
    const tried = openNotes()
    const made = await compose(page, naming, tried)
    if (made !== undefined) {
      notes.take(tried)
      return made
    }
    for (const name of naming.taken) if (!before.has(name)) naming.taken.delete(name)
  }
  const parts = limit === undefined || limit === 'too-deep' ? undefined : dividePage(page, naming.stem)
  if (parts !== undefined) return makeParts(parts, naming, notes)
  const why = limits.list[0]?.message ?? 'what it was made into does not validate'
  notes.add(
    'kept-as-text',
    1,
    `this page is kept as text: ${why}`,
    'split it into several pages, and import them again',
  )
  return { runbooks: await keepAsText(page, naming, notes), anchors: new Map() }
}

/** The runbooks of each part of a page that is too large for one: pages of their own, each of which goes on with the next. */
async function makeParts({ parts, anchors }: Divided, naming: Naming, notes: Notes): Promise<Made> {
  notes.add(
    'page-divided',
    1,
    `this page is too large for one runbook: it became ${parts.length}, and each goes on with the next`,
    'see that each of them stands for itself',
  )
  const isPart = (href: string): boolean => parts.some(({ path }) => path === href.split('#')[0])
  const isPage = (href: string): boolean => isPart(href) || naming.isPage?.(href) === true
  const pages: (Made & { path: string; folder: string })[] = []
  for (const [at, { path, page }] of parts.entries()) {
    const number = at === 0 ? {} : { stem: `${naming.stem}-${at + 1}`, title: `${naming.title} ${at + 1}` }
    const own = { ...naming, ...number, isPage, ...onTo(parts[at + 1]?.path, at + 2) }
    pages.push({ path, folder: '', ...(await makeRunbooks(page, own, notes)) })
  }
  const landings = pages.flatMap((page) => [...page.anchors])
  const own = [...anchors].flatMap(([anchor, { part, anchor: inPart }]): [string, Landing][] => {
    const landing = pages[part]?.anchors.get(inPart)
    return landing === undefined ? [] : [[anchor, landing]]
  })
  return { runbooks: joinPages(pages).flat(), anchors: new Map([...landings, ...own]) }
}

/** How a page or a draft goes on with the part behind it. */
const onTo = (href: string | undefined, part: number): Pick<RunbookDraft, 'onward'> =>
  href === undefined ? {} : { onward: { kind: 'file', href, title: `Part ${part}` } }

async function compose(page: RepairedPage, naming: Naming, notes: Notes): Promise<Made | undefined> {
  const built = await attempt(page, naming, notes)
  if (built === undefined) return undefined
  const written: Written[] = []
  for (const draft of built.drafts) {
    const settled = await settle(draft, built.anchors, notes)
    if (!settled.valid) return undefined
    written.push(writtenAs(draft.file, settled))
  }
  const inputs = written.flatMap(({ text }) => text.match(/^ {2}[A-Z]\w*: \{ type: .*$/gm) ?? [])
  const prompts = written.flatMap(({ text }) => text.match(/^ *At the prompt `.*`:$/gm) ?? [])
  const before = [page.text, ...(page.front?.lines ?? [])].join('\n')
  const lost = lostWords(
    withoutMarkup(before),
    written.map(({ text }) => text).join('\n'),
    new Set(wordsOf([...inputs, ...prompts].join(' '))),
  )
  return lost.length === 0 ? { runbooks: written, anchors: built.anchors.landings() } : undefined
}

const writtenAs = (file: string, { text, runbook, findings }: Settled): Written => ({
  file,
  text,
  runbook,
  findings,
})

/** The languages of fences, and addresses on the page itself, are markup: sections get names of their own. */
const withoutMarkup = (text: string): string =>
  text
    .replaceAll(/^([ \t>]*(?:[-*+] |\d+[.)] )*(?:`{3,}|~{3,}))[^`\n]*$/gm, '$1')
    .replaceAll(/\]\(#[^)\s]*/g, '](')

async function attempt(page: RepairedPage, naming: Naming, notes: Notes): Promise<Built | undefined> {
  const shell = await openShell()
  const source = readPageSafely(page)
  return source === undefined ? undefined : buildDrafts(source, page.front, naming, shell, notes)
}

/** The Markdown parser recurses, and a stack may end. */
function readPageSafely(page: RepairedPage): ReturnType<typeof readSourcePage> | undefined {
  try {
    return readSourcePage(page.text, page.origins)
  } catch {
    return undefined
  }
}

/** Runbooks that only show the text of a page, each of which goes on with the next. */
async function keepAsText(page: RepairedPage, naming: Naming, notes: Notes): Promise<Written[]> {
  const whole = [...(page.front?.lines ?? []), page.text].join('\n')
  const drafts = textPieces(whole).map((text) => asText(untitled(naming, notes), text))
  const written: Written[] = []
  for (const [at, draft] of drafts.entries()) {
    const settled = await settle(
      { ...draft, ...onTo(drafts[at + 1]?.file, at + 2) },
      openAnchors(new Map(), notes),
      notes,
    )
    written.push(writtenAs(draft.file, settled))
  }
  return written
}

/** A draft for a page of which only the file name is known. */
function untitled(naming: Naming, notes: Notes): RunbookDraft {
  const section = { level: 0, markup: naming.title, title: naming.title, line: 1, nodes: [] }
  const document = { sections: [section], lift: 0 }
  return identify(document, section, undefined, naming, readSourcePage('', []), notes)
}
