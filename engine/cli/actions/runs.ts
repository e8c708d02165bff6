import { between, duration } from '../../../renderers/duration.ts'
import { jsonText } from '../../../renderers/json.ts'
import { momentText } from '../../../renderers/report/moments.ts'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import { reportOf } from '../run/record.ts'
import { exit, type Exit } from '../exit.ts'
import { canDraw } from '../run/form.ts'
import { pickFrom } from '../run/pick.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { table } from '../table.ts'
import { findRun, listRuns as readRuns, type ListedRun } from '../../run/store.ts'

/** Prints the runs of this machine, newest first. */
export function listRuns(settings: Settings): void {
  const runs = readRuns(stateFolder())
  if (settings.json) {
    process.stdout.write(jsonText(runs))
    return
  }
  if (runs.length === 0) {
    process.stderr.write('there are no runs yet (`runbook run ID` starts one)\n')
    return
  }
  process.stdout.write(table(headings, runs.map(row)))
}

const headings = ['RUN', 'STATE', 'STANDS AT', 'TIME', 'BY', 'TITLE']

/** The same table on a terminal, to be opened: Enter shows what happened in a run. Gives the exit status. */
export async function browseRuns(settings: Settings): Promise<Exit> {
  const runs = readRuns(stateFolder())
  if (runs.length === 0 || !canDraw(settings)) {
    listRuns(settings)
    return exit.ok
  }
  const rows = runs.map((run) => ({ id: run.run, cells: row(run).map(escapeLine) }))
  const choice = await pickFrom(settings, {
    title: 'runs:',
    headings,
    notes: [],
    typing: false,
    actions: [
      { key: 'r', text: 'goes on with it' },
      { key: 'w', text: 'watches it' },
    ],
    search: (query) =>
      rows.filter(({ cells }) => cells.join(' ').toLowerCase().includes(query.toLowerCase())),
    open: async ({ id }) => {
      const lines = await runLines(id).catch((error: unknown) => [escapeLine(String(error))])
      return () => lines
    },
  })
  if (choice?.key === 'r') return (await import('./resume.ts')).resume(choice.id, {}, settings)
  if (choice?.key === 'w') return (await import('./watch.ts')).watchRun(choice.id, settings)
  process.stdout.write(table(headings, runs.map(row)))
  return exit.ok
}

function row(run: ListedRun): string[] {
  const { summary } = run
  if (summary === undefined) return [run.run, run.state, '', '', '', run.why ?? '']
  const state = run.state === 'ended' ? (summary.result ?? 'ended') : run.state
  const by = run.holder === undefined ? summary.operator : `${run.holder.user} (pid ${run.holder.pid})`
  const lab = summary.lab === undefined ? '' : ` [lab ${summary.lab}]`
  return [run.run, state, summary.section ?? '', timeText(run), by, summary.title + lab]
}

function timeText({ summary, state }: ListedRun): string {
  if (summary === undefined) return ''
  const end = state === 'running' ? new Date().toISOString() : summary.at
  const used = duration(between(summary.startedAt, end))
  return summary.mttr === undefined ? used : `${used} of ${duration(summary.mttr)}`
}

/** Prints one run: its state, and everything that happened in it. @throws {Refusal} when there is no such run. */
export async function showRun(id: string, settings: Settings): Promise<void> {
  if (settings.json) {
    const { reportJson } = await import('../../../renderers/report/json.ts')
    process.stdout.write(reportJson(await reportOf(findRun(stateFolder(), id))))
    return
  }
  process.stdout.write(`${(await runLines(id)).join('\n')}\n`)
}

async function runLines(id: string): Promise<string[]> {
  const state = stateFolder()
  const folder = findRun(state, id)
  const report = await reportOf(folder)
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
  const what = table(['UTC', 'AFTER', 'SECTION', 'WHO', 'WHAT'], happened)
  return [...lines.map(escapeLine), ...what.trimEnd().split('\n')]
}
