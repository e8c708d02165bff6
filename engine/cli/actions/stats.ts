import { duration } from '../../../renderers/duration.ts'
import { jsonText } from '../../../renderers/json.ts'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import { parseDuration } from '../../duration.ts'
import type { RunReport } from '../../run/report.ts'
import { listRuns } from '../../run/store.ts'
import { figuresOf, type Figures, type Grouping, type MeasuredRun, type Spread } from '../../stats.ts'
import { UserError } from '../exit.ts'
import { momentOf } from '../moment.ts'
import { reportOf } from '../run/record.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { table } from '../table.ts'

export interface StatsFlags {
  readonly since?: string
  readonly until?: string
  readonly by: Grouping
  readonly repeat: string
  readonly lab?: boolean
}

/** Prints figures over the ended runs of this machine, from their journals alone. */
export async function stats(flags: StatsFlags, settings: Settings): Promise<void> {
  const window = parseDuration(flags.repeat)
  if (window === undefined)
    throw new UserError(`\`--repeat ${flags.repeat}\` is no duration`, { help: 'write it as `30d`' })
  const since = flags.since === undefined ? '' : momentOf(flags.since, '--since')
  const until = flags.until === undefined ? '9' : momentOf(flags.until, '--until')
  if (since > until)
    throw new UserError('`--since` lies after `--until`', { help: 'exchange the two, or leave one away' })
  const all = await measuredRuns(flags.lab === true)
  const runs = all.filter(({ at }) => at >= since && at <= until)
  const figures = figuresOf(runs, all, flags.by, window)
  if (settings.json) {
    process.stdout.write(jsonText({ figures, runs }))
    return
  }
  if (runs.length === 0) {
    process.stderr.write('no run ended in this time\n')
    return
  }
  process.stdout.write(table(headings, figures.map(row)))
  process.stderr.write('times are medians; `--json` has means, longest times and every run\n')
}

/** Every run that ended, oldest first; one that cannot be read is named and left out. */
async function measuredRuns(lab: boolean): Promise<MeasuredRun[]> {
  const found: MeasuredRun[] = []
  for (const { run, folder, state, summary } of listRuns(stateFolder()).toReversed()) {
    if (state !== 'ended' || (summary?.lab !== undefined) !== lab) continue
    try {
      found.push(measured(await reportOf(folder)))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      process.stderr.write(`note: run ${escapeLine(run)} is left out: ${escapeLine(why)}\n`)
    }
  }
  return found
}

function measured(report: RunReport): MeasuredRun {
  const { run, runbook, began, end, elapsed } = report
  const { service, severity } = runbook.frontmatter
  const told = report.told.some(({ how }) => how !== 'posted')
  return {
    run,
    runbook: runbook.frontmatter.id,
    title: runbook.title,
    ...(service === undefined ? {} : { service }),
    ...(severity === undefined ? {} : { severity }),
    at: began.at,
    result: end?.result ?? 'failed',
    elapsed,
    ...(began.mttr === undefined ? {} : { target: began.mttr }),
    escalated: told || end?.result === 'escalated',
    ...report.measures,
  }
}

const headings = [
  '',
  'RUNS',
  'RESOLVED',
  'DETECT',
  'MITIGATE',
  'RESOLVE',
  'IN TARGET',
  'REPEATS',
  'ESCALATED',
]

function row({
  name,
  runs,
  results,
  detect,
  mitigate,
  resolve,
  withinTarget,
  repeats,
  escalated,
}: Figures): string[] {
  const { met, of } = withinTarget
  return [
    name,
    String(runs),
    String(results.resolved),
    spreadText(detect),
    spreadText(mitigate),
    spreadText(resolve),
    of === 0 ? '' : `${met} of ${of}`,
    String(repeats),
    `${escalated} (${Math.round((escalated / runs) * 100)}%)`,
  ]
}

function spreadText(spread: Spread | undefined): string {
  return spread === undefined ? '' : duration(spread.median)
}
