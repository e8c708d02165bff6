import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostic.ts'
import { isIgnored, readConfiguration, type ReadConfiguration } from '../../library/configuration.ts'
import { isRegularFile, openLibrary, readSource, readText } from '../../library/library.ts'
import { loadReachable, type Loaded } from '../../library/load.ts'
import type { Runbook } from '../../model.ts'
import type { Source } from '../../source.ts'
import { UserError, exit, type Exit } from '../exit.ts'
import type { Settings } from '../settings.ts'
import { today } from '../today.ts'
import { openWorkbench, type Workbench } from '../workbench.ts'

/** How `validate` answers. */
export interface Answer {
  readonly json: boolean
  /** Warnings count as errors. */
  readonly strict: boolean
}

/** Checks files and folders, prints every finding, and gives the exit status. @throws UserError for a path that is not there. */
export async function validate(paths: readonly string[], answer: Answer, settings: Settings): Promise<Exit> {
  const workbench = openWorkbench(settings)
  const decided = await readConfiguration(paths.length === 0 ? workbench.library.folder : process.cwd())
  const files = runbooksAt(paths, workbench).filter((file) => !isIgnored(file, decided))
  const sources = files.map((file) => readSource(file))
  const loaded = await loadReachable(sources, workbench.cache)
  const named = new Set([...sources, ...(decided.source ? [decided.source] : [])].map(({ path }) => path))
  const found = await checkTogether([...loaded.values()], decided)
  const findings = found.filter(({ path }) => named.has(path))
  const texts = [...loaded.values()].map(({ runbook }) => runbook)
  await print(
    findings,
    [...texts, ...(decided.source ? [decided.source] : [])],
    sources.length,
    answer,
    settings,
  )
  const counted = answer.strict ? findings : findings.filter(isError)
  return counted.length === 0 ? exit.ok : exit.failed
}

/** A named file is always checked; in a folder, only what begins with frontmatter is taken for a runbook. */
function runbooksAt(paths: readonly string[], workbench: Workbench): string[] {
  if (paths.length === 0) return workbench.library.files.filter(hasFrontmatter)
  return paths.flatMap((path) => {
    if (!existsSync(path))
      throw new UserError(`there is no file or folder \`${path}\``, { help: 'check the path' })
    return statSync(path).isDirectory() ? runbooksIn(path) : [resolve(path)]
  })
}

/** A folder without any runbook is a wrong path: a check of nothing must not pass. */
function runbooksIn(folder: string): string[] {
  const files = openLibrary(resolve(folder)).files.filter(hasFrontmatter)
  if (files.length > 0) return files
  throw new UserError(`\`${folder}\` holds no runbook`, {
    help: 'a runbook is a file that ends in `.md` and begins with `---` and an `id`',
  })
}

function hasFrontmatter(file: string): boolean {
  return /^\uFEFF?---[ \t]*\r?\n/.test(readText(file).slice(0, 16))
}

/** Everything in some runbooks and between them; then every path of every machine is walked. */
async function checkTogether(
  loaded: readonly Loaded[],
  { configuration, diagnostics }: ReadConfiguration,
): Promise<Diagnostic[]> {
  const [{ checkLibrary }, { settle }, { unsilenced }] = await Promise.all([
    import('../../rules/library.ts'),
    import('../../rules/settle.ts'),
    import('../../rules/silence.ts'),
  ])
  const runbooks = loaded.map((one) => one.runbook)
  const around = { today: today(process.env), isFile: isRegularFile, exists: existsSync, configuration }
  const found = [...loaded.flatMap((one) => one.diagnostics), ...checkLibrary(runbooks, around)]
  if (!unsilenced(runbooks, found).some(isError)) await walkAll(runbooks)
  return settle(runbooks, [...diagnostics, ...found], configuration)
}

/**
 * Walks the machine of each runbook by every kind of event. The rules promise that nothing is stuck and
 * nothing unreachable in runbooks without errors; where the machine disagrees, the engine is at fault.
 */
async function walkAll(runbooks: readonly Runbook[]): Promise<void> {
  const { compileMachine, walkMachine } = await import('../../machine/index.ts')
  const byPath = new Map(runbooks.map((runbook) => [runbook.path, runbook]))
  for (const { path } of runbooks) {
    const walk = walkMachine(compileMachine(byPath, path))
    const lost = [...walk.stuck, ...walk.unentered.filter((state) => state.runbook === path)]
    if (lost.length > 0)
      throw new Error(`the rules passed ${path}, but its machine loses ${JSON.stringify(lost)}`)
  }
}

function isError(finding: Diagnostic): boolean {
  return finding.severity === 'error'
}

async function print(
  findings: readonly Diagnostic[],
  sources: readonly Source[],
  checked: number,
  answer: Answer,
  settings: Settings,
): Promise<void> {
  if (answer.json) {
    const { renderJson } = await import('../../../renderers/diagnostics/json.ts')
    process.stdout.write(renderJson(findings, sources))
    return
  }
  if (findings.length > 0) {
    const { renderPretty } = await import('../../../renderers/diagnostics/pretty.ts')
    process.stderr.write(renderPretty(findings, sources, { color: settings.color }))
  } else if (!settings.quiet) {
    process.stderr.write(`${checked} ${checked === 1 ? 'runbook' : 'runbooks'}, nothing found\n`)
  }
}
