import { digest, type Cache } from '../../library/cache.ts'
import { readMarked, type Mark } from '../../library/library.ts'
import { linkedPaths } from '../../model/reach.ts'
import type { ReadSurroundings } from '../../library/surroundings.ts'
import type { Diagnostic } from '../../diagnostic.ts'
import type { Source } from '../../source.ts'
import { UserError } from '../exit.ts'
import { unseen, type Steps } from '../progress.ts'
import { check, type Findings } from './check.ts'
import { marked, type MarkedFile } from './pages.ts'
import { holds, listen, stateOf, type Question } from './questions.ts'
import type { Scope } from './scope.ts'

/** What came of a check. */
export interface Checked extends Pick<Findings, 'findings' | 'between' | 'notes'> {
  /** Paths of the runbooks that were asked about. */
  readonly paths: readonly string[]
  /** Every text that a finding points into. */
  readonly sources: readonly Source[]
}

interface Verdict {
  readonly input: string
  readonly questions: readonly Question[]
  /** States of the runbooks that were read beside those that were asked about. */
  readonly reached: readonly Mark[]
  readonly findings: readonly Diagnostic[]
  /** Which of the findings other files have a part in. */
  readonly between: readonly number[]
}

/** Checks begin anew so often when files change under them. */
const mostTries = 5

/**
 * The same as `check`, remembered: when the very same texts were checked on the same day with the same decisions, and
 * each question that was asked about other files has the same answer, so have the findings. Runbooks are then only
 * read and hashed.
 *
 * @throws {UserError} when files never stay as they are for as long as a check takes
 */
export async function verdict(
  scope: Scope,
  around: ReadSurroundings,
  cache: Cache,
  today: string,
  steps: Steps = unseen,
): Promise<Checked> {
  for (let tries = 0; tries < mostTries; tries++) {
    const files = marked(scope.files)
    const judged =
      recall(scope, around, cache, today, files) ?? (await judge(scope, around, cache, today, steps, files))
    const sources = sourcesOf(judged, scope, around)
    if (sources === undefined) continue
    const { findings, between, notes } = judged
    return { findings, between, notes, paths: files.map(({ mark }) => mark.path), sources }
  }
  throw new UserError('the files change while they are checked', {
    help: 'check them again when nothing writes to them',
  })
}

/** Findings, and the states of the files in which they were found. */
interface Judged extends Pick<Findings, 'findings' | 'between' | 'notes'> {
  readonly states: readonly Mark[]
}

const nameOf = ({ asked }: Scope): string => JSON.stringify([process.cwd(), asked])

function recall(
  scope: Scope,
  around: ReadSurroundings,
  cache: Cache,
  today: string,
  files: readonly MarkedFile[],
): Judged | undefined {
  if (scope.decided.configuration.shellcheck) return undefined
  const known = cache.get('verdict', nameOf(scope)) as Verdict | undefined
  const states = files.map(({ mark }) => mark)
  if (known?.input !== inputOf(scope, around, today, states) || !known.questions.every(holds))
    return undefined
  return {
    findings: known.findings,
    between: new Set(known.between.flatMap((at) => known.findings[at] ?? [])),
    notes: around.notes,
    states: [...states, ...known.reached],
  }
}

async function judge(
  scope: Scope,
  around: ReadSurroundings,
  cache: Cache,
  today: string,
  steps: Steps,
  files: readonly MarkedFile[],
): Promise<Judged> {
  const { answering, questions } = listen(around)
  const found = await check(scope, answering, cache, today, steps, files)
  const read = [...found.pages.values()]
  if (!scope.decided.configuration.shellcheck) {
    const own = read.slice(0, files.length)
    const input = inputOf(scope, around, today, own)
    cache.set('verdict', nameOf(scope), { input, ...verdictOf(found, own.length, questions) })
  }
  const { findings, between, notes } = found
  return {
    findings,
    between,
    notes,
    states: read.map(({ path, digest: state }) => ({ path, digest: state })),
  }
}

/** Everything that is read before a check begins, in one hash. */
function inputOf(
  { whole, decided }: Scope,
  around: ReadSurroundings,
  today: string,
  states: readonly Mark[],
): string {
  const { configuration, folder, source, diagnostics } = decided
  const decisions = { whole, configuration, folder, source, diagnostics, today }
  const beside = [around.diagnostics, around.sources]
  return digest(JSON.stringify([decisions, beside, states.flatMap((one) => [one.path, one.digest])]))
}

function verdictOf(
  { findings, between, pages }: Findings,
  asked: number,
  questions: readonly Question[],
): Omit<Verdict, 'input'> {
  const read = [...pages.values()]
  const reached = read.slice(asked).map(({ path, digest: state }) => ({ path, digest: state }))
  const missed = new Set(read.flatMap(({ card }) => linkedPaths(card)).filter((path) => !pages.has(path)))
  const all: Question[] = [
    ...questions,
    ...reached.map((one): Question => ['text', one.path, one.digest]),
    ...[...missed].map((path): Question => ['file', path, false]),
  ]
  const distinct = new Map(all.map((question) => [question.slice(0, 2).join(' '), question]))
  return {
    questions: [...distinct.values()],
    reached,
    findings,
    between: findings.flatMap((finding, at) => (between.has(finding) ? [at] : [])),
  }
}

/** The texts that findings point into; nothing when one of them is no longer what was checked. */
function sourcesOf(judged: Judged, { decided }: Scope, around: ReadSurroundings): Source[] | undefined {
  const held = [...(decided.source ? [decided.source] : []), ...around.sources]
  const told = judged.findings.flatMap(({ path, related = [] }) => [path, ...related.map((one) => one.path)])
  const wanted = new Set(told)
  if (wanted.size === 0) return held
  const sources: Source[] = []
  for (const { path, digest: state } of judged.states) {
    if (!wanted.has(path)) continue
    const source = stateOf(path) === '' ? undefined : readMarked(path)
    if (source?.digest !== state) return undefined
    sources.push(source)
  }
  return [...sources, ...held]
}
