import { between, duration } from '../../../renderers/duration.ts'
import { momentText } from '../../../renderers/report/moments.ts'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import { reportOf } from '../run/record.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { table } from '../table.ts'
import { findRun, listRuns as readRuns, type ListedRun } from '../../run/store.ts'

/** Prints the runs of this machine, newest first. */
export function listRuns(settings: Settings): void {
  const runs = readRuns(stateFolder())
  if (settings.json) {
    process.stdout.write(`${JSON.stringify(runs, null, 2)}\n`)
    return
  }
  if (runs.length === 0) {
    process.stderr.write('there are no runs yet (`runbook run ID` starts one)\n')
    return
  }
  process.stdout.write(table(['RUN', 'STATE', 'STANDS AT', 'TIME', 'BY', 'TITLE'], runs.map(row)))
}

function row(run: ListedRun): string[] {
  const { summary } = run
  if (summary === undefined) return [run.run, run.state, '', '', '', escapeLine(run.why ?? '')]
  const state = run.state === 'ended' ? (summary.result ?? 'ended') : run.state
  const by = run.holder === undefined ? summary.operator : `${run.holder.user} (pid ${run.holder.pid})`
  const lab = summary.lab === undefined ? '' : ` [lab ${summary.lab}]`
  return [run.run, state, summary.section ?? '', timeText(run), by, summary.title + lab].map(escapeLine)
}

function timeText({ summary, state }: ListedRun): string {
  if (summary === undefined) return ''
  const end = state === 'running' ? new Date().toISOString() : summary.at
  const used = duration(between(summary.startedAt, end))
  return summary.mttr === undefined ? used : `${used} of ${duration(summary.mttr)}`
}

/** Prints one run: its state, and everything that happened in it. @throws {Refusal} when there is no such run. */
export async function showRun(id: string, settings: Settings): Promise<void> {
  const state = stateFolder()
  const folder = findRun(state, id)
  const report = await reportOf(folder)
  if (settings.json) {
    const { reportJson } = await import('../../../renderers/report/json.ts')
    process.stdout.write(reportJson(report))
    return
  }
  const listed = readRuns(state).find(({ run }) => run === id)
  const lines = [
    `${report.run}  ${report.runbook.title}`,
    `${report.end?.result ?? listed?.state ?? report.state}${report.stands === undefined ? '' : ` at ${report.stands.section}`}`,
    `time ${listed === undefined ? duration(report.elapsed) : timeText(listed)}`,
    `kept in ${folder}`,
    '',
  ]
  const happened = report.timeline.map((moment) => [
    moment.at.slice(11, 19),
    duration(moment.after),
    moment.section?.title ?? '',
    moment.who,
    momentText(moment),
  ])
  process.stdout.write(`${lines.map(escapeLine).join('\n')}\n`)
  process.stdout.write(
    table(
      ['UTC', 'AFTER', 'SECTION', 'WHO', 'WHAT'],
      happened.map((cells) => cells.map(escapeLine)),
    ),
  )
}
