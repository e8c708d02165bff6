import type { Diagnostic } from '../../diagnostic.ts'
import type { Cache } from '../../library/cache.ts'
import { readSource } from '../../library/library.ts'
import { linkedPaths, loadReachable } from '../../library/load.ts'
import type { ReadSurroundings } from '../../library/surroundings.ts'
import type { Runbook } from '../../model.ts'
import type { Source } from '../../source.ts'
import { unseen, type Steps } from '../progress.ts'
import type { Scope } from './scope.ts'

/** What came of a check. */
export interface Checked {
  readonly findings: readonly Diagnostic[]
  /** Findings that other files, the configuration or the day have a part in. */
  readonly between: ReadonlySet<Diagnostic>
  /** Paths of the runbooks that were asked about. */
  readonly paths: readonly string[]
  /** Every text that a finding may point into. */
  readonly sources: readonly Source[]
  /** Sentences about what was left out. */
  readonly notes: readonly string[]
}

/**
 * Everything in some runbooks, between them and around them; when nothing is wrong, every path of every machine is
 * walked too. What they link to is read with them, and only what was asked about is reported.
 *
 * @param today ISO date
 * @returns also every runbook that was read
 */
export async function check(
  { files, whole, decided }: Scope,
  around: ReadSurroundings,
  cache: Cache,
  today: string,
  steps: Steps = unseen,
): Promise<{ readonly checked: Checked; readonly runbooks: readonly Runbook[] }> {
  const asked = files.map((file) => readSource(file))
  const reading = steps('reading', whole ? asked.length : undefined)
  const loaded = await loadReachable(asked, cache, (path) => reading.step(path))
  reading.clear()
  const [{ checkLibrary }, { settle }, { unsilenced }] = await Promise.all([
    import('../../rules/library.ts'),
    import('../../rules/settle.ts'),
    import('../../rules/silence.ts'),
  ])
  const runbooks = [...loaded.values()].map((one) => one.runbook)
  const own = [...loaded.values()].flatMap((one) => one.diagnostics)
  const together = [
    ...decided.diagnostics,
    ...around.diagnostics,
    ...checkLibrary(runbooks, { ...around, today }),
  ]
  const { remarks, missing } = decided.configuration.shellcheck
    ? await shellRemarks(runbooks, own, cache)
    : none
  const found = [...own, ...together, ...remarks]
  if (!unsilenced(runbooks, found).some(({ severity }) => severity === 'error'))
    await walkAll(runbooks, steps)
  const deciding = decided.source ? [decided.source] : []
  const reported = new Set([...asked, ...deciding, ...(whole ? around.sources : [])].map(({ path }) => path))
  const findings = settle(runbooks, found, decided.configuration).filter(({ path }) => reported.has(path))
  const between = new Set(together.map(placeOf))
  const checked = {
    findings,
    between: new Set(findings.filter((finding) => between.has(placeOf(finding)))),
    paths: asked.map(({ path }) => path),
    sources: [...runbooks, ...deciding, ...around.sources],
    notes: [...around.notes, ...missing],
  }
  return { checked, runbooks }
}

const placeOf = ({ path, code, span }: Diagnostic): string => `${code} ${span.start} ${path}`

interface ShellRemarks {
  readonly remarks: readonly Diagnostic[]
  readonly missing: readonly string[]
}

const none: ShellRemarks = { remarks: [], missing: [] }

/** What shellcheck says of all blocks together; that it is not installed is said once. */
async function shellRemarks(
  runbooks: readonly Runbook[],
  found: readonly Diagnostic[],
  cache: Cache,
): Promise<ShellRemarks> {
  const [{ scriptsOf, shellcheckFindings }, { askShellcheck }] = await Promise.all([
    import('../../rules/shellcheck.ts'),
    import('../../library/shellcheck.ts'),
  ])
  const byPath = Map.groupBy(found, ({ path }) => path)
  const scripts = runbooks.flatMap((runbook) => scriptsOf(runbook, byPath.get(runbook.path) ?? []))
  const answers = askShellcheck(scripts, cache)
  if (answers === undefined)
    return { remarks: [], missing: ['shellcheck is not installed: what it would say is left out'] }
  return {
    remarks: runbooks.flatMap((runbook) => shellcheckFindings(runbook, (script) => answers.get(script))),
    missing: [],
  }
}

/**
 * Walks the machine of each runbook by every kind of event: from its start, and from each section that only a reader comes
 * to, by a link in prose. The rules promise that nothing is stuck and nothing unreachable in runbooks without errors; where
 * the machine disagrees, the engine is at fault.
 */
async function walkAll(runbooks: readonly Runbook[], steps: Steps): Promise<void> {
  const walking = steps('walking', runbooks.length)
  const { compileMachine, walkMachine } = await import('../../machine/index.ts')
  const byPath = new Map(runbooks.map((runbook) => [runbook.path, runbook]))
  const anchors = new Set(runbooks.flatMap(({ links }) => links.map(({ href }) => href.split('#')[1])))
  for (const { path } of runbooks) {
    walking.step(path)
    const near = reachable(byPath, path)
    const whole = walkMachine(compileMachine(near, path))
    const unentered = whole.unentered.filter(({ runbook }) => runbook === path)
    const further = unentered
      .filter(({ section }) => anchors.has(section))
      .map(({ section }) => walkMachine(compileMachine(near, path, section)))
    const entered = new Set(further.flatMap(({ reached }) => reached.map(({ section }) => section)))
    const lost = [
      ...[whole, ...further].flatMap(({ stuck }) => stuck),
      ...unentered.filter(({ section }) => !entered.has(section)),
    ]
    if (lost.length > 0)
      throw new Error(`the rules passed ${path}, but its machine loses ${JSON.stringify(lost)}`)
  }
  walking.clear()
}

/**
 * A runbook and those that a run of it can come to, as copies: what is worked out for a walk is gone after it, so that a
 * library of any size is walked in the room of one.
 */
function reachable(byPath: ReadonlyMap<string, Runbook>, path: string): Map<string, Runbook> {
  const found = new Map<string, Runbook>()
  const open = [path]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const runbook = byPath.get(next)
    if (runbook === undefined || found.has(next)) continue
    found.set(next, { ...runbook })
    open.push(...linkedPaths(runbook))
  }
  return found
}
