import type { Diagnostic } from '../diagnostic.ts'
import { parseRunbook } from '../parse/index.ts'
import { checkRunbook } from '../rules/index.ts'
import type { Source } from '../source.ts'
import type { Landing } from './compose/anchors.ts'
import type { Naming } from './compose/identify.ts'
import { type Counts, countRunbooks } from './counts.ts'
import { type ImportedRunbook, makeRunbooks } from './make.ts'
import { type Note, openNotes } from './notes.ts'
import { type Refused, refusal } from './refuse.ts'
import { repairPage } from './repair/index.ts'

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
  const { runbooks, anchors } = await makeRunbooks(page, naming, notes)
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
