import { counted } from '../../counted.ts'
import { escapeText } from '../../../renderers/terminal/escape.ts'
import type { Diagnostic } from '../../diagnostic.ts'
import { readSurroundings } from '../../library/surroundings.ts'
import type { Card } from '../../model/card.ts'
import { exit, type Exit } from '../exit.ts'
import { say } from '../problem.ts'
import { stepsOf } from '../progress.ts'
import type { Settings } from '../settings.ts'
import { today } from '../today.ts'
import { check } from '../validate/check.ts'
import type { Repair } from '../validate/fix.ts'
import { verdict, type Checked } from '../validate/verdict.ts'
import { counts, print, type Format } from '../validate/print.ts'
import { readScope, type Scope } from '../validate/scope.ts'
import { openWorkbench, type Workbench } from '../workbench.ts'

/** What `validate` is asked for. */
export interface ValidateFlags {
  readonly format: Format
  /** Warnings count as errors. */
  readonly strict: boolean
  /** Make the repairs that findings bring. */
  readonly fix: boolean
  /** Report what stands in files that differ from this commit, and all that shows only between files. */
  readonly changed?: string
  /** Print how many links lie before each first step, instead of findings. */
  readonly clicks: boolean
  /** Ask shellcheck, too, whatever the configuration says. */
  readonly shellcheck: boolean
}

/** Checks files and folders, prints every finding, and gives the exit status. @throws UserError for a path that is not there. */
export async function validate(
  paths: readonly string[],
  flags: ValidateFlags,
  settings: Settings,
): Promise<Exit> {
  const workbench = openWorkbench(settings)
  const scope = withShellcheck(await readScope(paths, workbench), flags.shellcheck)
  const day = today(process.env)
  const around = await readSurroundings(scope.decided)
  if (flags.clicks) {
    const { pages } = await check(scope, around, workbench.cache, day, stepsOf(settings))
    const asked = [...pages.values()].slice(0, scope.files.length)
    return printClicks(
      asked.map(({ card }) => card),
      flags,
      settings,
    )
  }
  const isChanged = await changeOf(flags, scope)
  const first = await verdict(scope, around, workbench.cache, day, stepsOf(settings))
  const fixed = flags.fix ? await fix(first, isChanged, scope, workbench, day, flags.format, settings) : first
  const checked = onlyChanged(fixed, isChanged)
  await print(checked, flags.format, flags.strict, settings)
  return checked.findings.some((finding) => counts(finding, flags.strict)) ? exit.failed : exit.ok
}

function withShellcheck(scope: Scope, asked: boolean): Scope {
  if (!asked) return scope
  const configuration = { ...scope.decided.configuration, shellcheck: true }
  return { ...scope, decided: { ...scope.decided, configuration } }
}

async function printClicks(
  runbooks: readonly Card[],
  flags: ValidateFlags,
  settings: Settings,
): Promise<Exit> {
  const { clicksJson, clicksTable } = await import('../validate/clicks.ts')
  const json = settings.json || flags.format === 'json'
  process.stdout.write(json ? clicksJson(runbooks) : clicksTable(runbooks))
  return exit.ok
}

/** One repair may bring the next to light; nobody misspells so much that it takes longer. */
const mostPasses = 10

/** Repairs what can be repaired, shows the differences, and gives what is left. */
async function fix(
  first: Checked,
  isChanged: (path: string) => boolean,
  scope: Scope,
  workbench: Workbench,
  day: string,
  format: Format,
  settings: Settings,
): Promise<Checked> {
  const { diffOf, repairs, writeRepair } = await import('../validate/fix.ts')
  const repaired = new Map<string, Repair>()
  let checked = first
  for (let pass = 0; pass < mostPasses; pass++) {
    const sources = checked.sources.filter(({ path }) => isChanged(path))
    const made = repairs(checked.findings, sources).filter(writeRepair)
    if (made.length === 0) break
    for (const repair of made)
      repaired.set(repair.path, { ...repair, before: repaired.get(repair.path)?.before ?? repair.before })
    checked = await verdict(
      scope,
      await readSurroundings(scope.decided),
      workbench.cache,
      day,
      stepsOf(settings),
    )
  }
  const changed = [...repaired.values()].filter(({ before, after }) => before !== after)
  const screen = format === 'pretty' ? process.stdout : process.stderr
  for (const repair of changed) screen.write(escapeText(diffOf(repair)))
  if (!settings.quiet) say(`repaired ${counted(changed.length, 'file')}\n`)
  return checked
}

/** Whether a path is reported, and repaired: every one without `--changed`. */
async function changeOf({ changed }: ValidateFlags, { decided }: Scope): Promise<(path: string) => boolean> {
  if (changed === undefined) return () => true
  const { changedSince } = await import('../validate/changed.ts')
  return changedSince(changed, decided.folder)
}

function onlyChanged(checked: Checked, isChanged: (path: string) => boolean): Checked {
  const keep = (finding: Diagnostic): boolean => isChanged(finding.path) || checked.between.has(finding)
  return { ...checked, findings: checked.findings.filter(keep), paths: checked.paths.filter(isChanged) }
}
