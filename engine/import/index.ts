import type { Diagnostic } from '../diagnostic.ts'
import { openEnvelope } from '../parse/envelope.ts'
import { openFindings } from '../parse/findings.ts'
import { parseRunbook } from '../parse/index.ts'
import { checkLimits } from '../parse/limits.ts'
import { checkRunbook } from '../rules/index.ts'
import type { Runbook } from '../model.ts'
import type { Source } from '../source.ts'
import { type Built, buildDrafts } from './compose/build.ts'
import type { Naming } from './compose/identify.ts'
import { identify } from './compose/identify.ts'
import { type Landing, openAnchors } from './compose/anchors.ts'
import { type Counts, countRunbooks } from './counts.ts'
import { dividePage, leadAcross } from './divide.ts'
import type { RunbookDraft } from './draft.ts'
import { type Note, type Notes, openNotes } from './notes.ts'
import { readSourcePage } from './read/page.ts'
import { type Refused, refusal } from './refuse.ts'
import { type RepairedPage, repairPage } from './repair/index.ts'
import { asText, textPieces } from './settle/as-text.ts'
import { settle } from './settle/settle.ts'
import { openShell } from './shell.ts'
import { lostWords, wordsOf } from './words.ts'

/** One runbook that came out of a page. Its text validates. */
export interface ImportedRunbook {
  /** File name, without a folder. */
  readonly file: string
  readonly text: string
  readonly runbook: Runbook
}

/** What became of one page. */
export interface Imported {
  readonly path: string
  readonly runbooks: readonly ImportedRunbook[]
  /** What the author must look at, in the order of the page. */
  readonly notes: readonly Note[]
  /** Warnings that `runbook validate` has for the runbooks. */
  readonly findings: readonly Diagnostic[]
  readonly counts: Counts
  /** Where each anchor of the page leads now, by the anchor in small letters. */
  readonly anchors: ReadonlyMap<string, Landing>
}

/** How runbooks are called, and which pages are imported beside this one; `taken` is shared by all pages of one import. */
export type Names = Pick<Naming, 'prefix' | 'taken' | 'isPage'>

/**
 * Turns a page of Markdown into runbooks that validate. No word is lost, nothing is marked runnable that is not a command, and
 * each guess is a note. A page that is a runbook already comes back as it is. Never throws for what stands in a page.
 *
 * @returns why not, for a file that is no Markdown
 */
export async function importPage(source: Source, names: Names): Promise<Imported | Refused> {
  const refused = refusal(source.path, source.text)
  if (refused !== undefined) return refused
  const notes = openNotes()
  const same = await alreadyRunbook(source, names)
  if (same !== undefined) return same
  const stem = stemOf(source.path)
  const naming: Naming = { ...names, stem, title: titleOf(stem) }
  const page = repairPage(source.text, notes)
  const { runbooks, anchors } = await readable(page, naming, notes)
  const findings = runbooks.flatMap((one) => one.findings)
  const sorted = [...notes.list].sort((a, b) => a.line - b.line)
  return {
    path: source.path,
    runbooks: runbooks.map(({ file, text, runbook }) => ({ file, text, runbook })),
    notes: sorted,
    findings,
    counts: countRunbooks(
      runbooks.map(({ runbook }) => runbook),
      findings,
    ),
    anchors,
  }
}

interface Readable {
  readonly runbooks: readonly Written[]
  readonly anchors: ReadonlyMap<string, Landing>
}

type Written = ImportedRunbook & { readonly findings: readonly Diagnostic[] }

/** The runbooks of a page, or when that does not come out right: its text, to be read by a person. */
async function readable(page: RepairedPage, naming: Naming, notes: Notes): Promise<Readable> {
  const limits = openFindings('')
  const limit = checkLimits(page.text, openEnvelope(page.text), limits)
  const before = new Set(naming.taken)
  if (limit === undefined) {
    const written = await compose(page, naming, notes)
    if (written !== undefined) return written
    for (const name of naming.taken) if (!before.has(name)) naming.taken.delete(name)
  }
  const parts = limit === undefined || limit === 'too-deep' ? undefined : dividePage(page)
  if (parts !== undefined) return divided(parts, naming, notes)
  const why = limits.list[0]?.message ?? 'what it was made into does not validate'
  notes.add(
    'kept-as-text',
    1,
    `this page is kept as text: ${why}`,
    'split it into several pages, and import them again',
  )
  return { runbooks: await keepAsText(page, naming, notes), anchors: new Map() }
}

/** The runbooks of each part of a page that is too large for one. */
async function divided(parts: readonly RepairedPage[], naming: Naming, notes: Notes): Promise<Readable> {
  notes.add(
    'page-divided',
    1,
    `this page is too large for one runbook: it became ${parts.length}`,
    'see that each of them stands for itself, and link from one to the next',
  )
  const runbooks: Written[] = []
  const anchors = new Map<string, Landing>()
  for (const [at, part] of parts.entries()) {
    const number = at === 0 ? '' : ` ${at + 1}`
    const own = { ...naming, stem: naming.stem + number.replace(' ', '-'), title: naming.title + number }
    const readPart = await readable(part, own, notes)
    runbooks.push(...readPart.runbooks)
    for (const [anchor, landing] of readPart.anchors) anchors.set(anchor, landing)
  }
  const first = runbooks[0]?.file ?? ''
  const led = runbooks.map((one) => {
    const text = leadAcross(one.text, anchors, first)
    return text === one.text ? one : { ...one, text, runbook: parseRunbook({ path: one.file, text }).runbook }
  })
  return { runbooks: led, anchors }
}

async function compose(page: RepairedPage, naming: Naming, notes: Notes): Promise<Readable | undefined> {
  const built = await attempt(page, naming, notes)
  if (built === undefined) return undefined
  const written: Written[] = []
  for (const draft of built.drafts) {
    const { text, runbook, findings, valid } = await settle(draft, built.anchors, notes)
    if (!valid) return undefined
    written.push({ file: draft.file, text, runbook, findings })
  }
  const inputs = written.flatMap(({ text }) => text.match(/^ {2}[A-Z]\w*: \{ type: .*$/gm) ?? [])
  const prompts = written.flatMap(({ text }) => text.match(/^ *At the prompt `.*`:$/gm) ?? [])
  const before = [page.text, ...(page.front?.lines ?? [])].join('\n')
  const lost = lostWords(
    withoutInfo(before),
    written.map(({ text }) => text).join('\n'),
    new Set(wordsOf([...inputs, ...prompts].join(' '))),
  )
  return lost.length === 0 ? { runbooks: written, anchors: built.anchors.landings() } : undefined
}

/** The languages of fences are markup. */
const withoutInfo = (text: string): string =>
  text.replaceAll(/^([ \t>]*(?:[-*+] |\d+[.)] )*(?:`{3,}|~{3,}))[^`\n]*$/gm, '$1')

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

async function keepAsText(page: RepairedPage, naming: Naming, notes: Notes): Promise<Written[]> {
  const whole = [...(page.front?.lines ?? []), page.text].join('\n')
  const written: Written[] = []
  for (const text of textPieces(whole)) {
    const section = { level: 0, markup: naming.title, title: naming.title, line: 1, nodes: [] }
    const empty = readSourcePage('', [])
    const named: RunbookDraft = identify(
      { sections: [section], lift: 0 },
      section,
      undefined,
      naming,
      empty,
      notes,
    )
    const settled = await settle(asText(named, text), openAnchors(new Map(), notes), notes)
    written.push({
      file: named.file,
      text: settled.text,
      runbook: settled.runbook,
      findings: settled.findings,
    })
  }
  return written
}

/** A page that is a runbook already, and validates, is not touched. */
async function alreadyRunbook(source: Source, { taken }: Names): Promise<Imported | undefined> {
  if (!/^\uFEFF?---\r?\n[\s\S]*?^id:/m.test(source.text.slice(0, 4096))) return undefined
  const { runbook, diagnostics } = parseRunbook(source)
  const findings = [...diagnostics, ...(await checkRunbook(runbook))]
  const runs = runbook.sections.some(({ blocks }) => blocks.length > 0)
  const isForeign = !runs && findings.some(({ code }) => code === 'unroled-shell-fence')
  if (isForeign || findings.some(({ severity }) => severity === 'error')) return undefined
  taken.add(`id:${runbook.frontmatter.id.toLowerCase()}`)
  const file = `${stemOf(source.path)}.md`
  const note: Note = {
    code: 'runbook-already',
    line: 1,
    message: 'this is a runbook already: it stays as it is',
    help: '`runbook validate` checks it',
  }
  return {
    path: source.path,
    runbooks: [{ file, text: source.text, runbook }],
    notes: [note],
    findings,
    counts: countRunbooks([runbook], findings),
    anchors: new Map([...runbook.anchors.keys()].map((anchor) => [anchor.toLowerCase(), { file, anchor }])),
  }
}

const stemOf = (path: string): string => {
  const name = path.replaceAll('\\', '/').split('/').at(-1) ?? ''
  const stem = name
    .replace(/\.(?:html\.md\.erb|md\.erb|markdown|mdx?|mkd|txt)$/i, '')
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
  return stem === '' ? 'page' : stem
}

const titleOf = (stem: string): string => {
  const words = stem.replaceAll(/[-_.]+/g, ' ').trim()
  return words === '' ? 'Untitled' : words[0]?.toUpperCase() + words.slice(1)
}
