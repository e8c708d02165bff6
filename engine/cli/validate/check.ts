import type { Diagnostic } from '../../diagnostic.ts'
import type { Cache } from '../../library/cache.ts'
import type { ReadSurroundings } from '../../library/surroundings.ts'
import type { Handover } from '../../machine/index.ts'
import { unseen, type Steps } from '../progress.ts'
import type { Appraisal } from './appraise.ts'
import { marked, readPages, type MarkedFile } from './pages.ts'
import type { Scope } from './scope.ts'

/** What was found in a check. */
export interface Findings {
  readonly findings: readonly Diagnostic[]
  /** Findings that other files, the configuration or the day have a part in. */
  readonly between: ReadonlySet<Diagnostic>
  /** Sentences about what was left out. */
  readonly notes: readonly string[]
  /** Every runbook that was read, by path; those that were asked about first. */
  readonly pages: ReadonlyMap<string, Appraisal>
}

/**
 * Everything in some runbooks, between them and around them; when nothing is wrong, no path of any machine may be lost
 * either. What they link to is read with them, and only what was asked about is reported.
 *
 * @param today ISO date
 * @param files those of the scope
 */
export async function check(
  { files, asked, whole, decided }: Scope,
  around: ReadSurroundings,
  cache: Cache,
  today: string,
  steps: Steps = unseen,
  states: readonly MarkedFile[] = marked(files),
): Promise<Findings> {
  const { configuration } = decided
  const reading = steps('reading', whole ? files.length : undefined)
  const pages = await readPages(states, asked, configuration, cache, (path) => reading.step(path))
  reading.clear()
  const [{ checkLibrary }, { settle }, { unsilenced }] = await Promise.all([
    import('../../rules/library.ts'),
    import('../../rules/settle.ts'),
    import('../../rules/silence.ts'),
  ])
  const read = [...pages.values()]
  const cards = read.map(({ card }) => card)
  const own = read.flatMap((page) => page.own)
  const together = [
    ...decided.diagnostics,
    ...around.diagnostics,
    ...read.flatMap(({ hosts }) => hosts),
    ...checkLibrary(cards, { ...around, today }),
  ]
  const { remarks, missing } = configuration.shellcheck ? await shellRemarks(read, cache) : none
  const found = [...own, ...together, ...remarks]
  if (!unsilenced(read, found).some(({ severity }) => severity === 'error')) await loseNothing(pages)
  const reported = new Set(states.map(({ mark }) => mark.path))
  for (const { path } of whole ? around.sources : []) reported.add(path)
  if (decided.source) reported.add(decided.source.path)
  const findings = settle(read, found, configuration).filter(({ path }) => reported.has(path))
  const between = new Set(together.map(placeOf))
  return {
    findings,
    between: new Set(findings.filter((finding) => between.has(placeOf(finding)))),
    notes: [...around.notes, ...missing],
    pages,
  }
}

const placeOf = ({ path, code, span }: Diagnostic): string => `${code} ${span.start} ${path}`

interface ShellRemarks {
  readonly remarks: readonly Diagnostic[]
  readonly missing: readonly string[]
}

const none: ShellRemarks = { remarks: [], missing: [] }

/** What shellcheck says; that it is not installed is said once. */
async function shellRemarks(pages: readonly Appraisal[], cache: Cache): Promise<ShellRemarks> {
  const { askShellcheckOf } = await import('./shell-remarks.ts')
  const remarks = askShellcheckOf(pages, cache)
  return remarks === undefined
    ? { remarks: [], missing: ['shellcheck is not installed: what it would say is left out'] }
    : { remarks, missing: [] }
}

/**
 * The rules promise that in runbooks without errors nothing is stuck and nothing unreachable; where the walks of their
 * machines disagree, the engine is at fault.
 */
async function loseNothing(pages: ReadonlyMap<string, Appraisal>): Promise<void> {
  const walks = new Map([...pages].flatMap(([path, { walk }]) => (walk ? [[path, walk] as const] : [])))
  const alone = [...walks.values()].flatMap((walk) => walk.lost)
  const leaning = [...walks.values()].some((walk) => Object.keys(walk.leaning).length > 0)
  const sectionAt = ({ path, anchor = '' }: Handover): string | undefined => {
    const card = pages.get(path)?.card
    if (anchor === '') return walks.get(path)?.start
    return card?.sections.some(({ id }) => id === anchor) ? anchor : card?.anchors.get(anchor)?.section
  }
  const lost = leaning
    ? [...alone, ...(await import('../../machine/index.ts')).endlessHandovers(walks, sectionAt)]
    : alone
  if (lost.length > 0) throw new Error(`the rules passed these, but a machine loses ${JSON.stringify(lost)}`)
}
