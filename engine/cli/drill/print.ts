import { countText, statusWords, timeText } from '../../../renderers/drill/words.ts'
import { duration } from '../../../renderers/duration.ts'
import { problemLines } from '../../../renderers/drill/frame.ts'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import { lookAt } from '../../../renderers/terminal/style.ts'
import type { Count, Coverage } from '../../drill/coverage.ts'
import type { DrillResult } from '../../drill/types.ts'
import type { Settings } from '../settings.ts'
import { table } from '../table.ts'

/** Says on standard error how one drill went, as it ends. */
export function sayDrill(result: DrillResult, settings: Settings): void {
  if (settings.quiet) return
  const { drill, runbook, status } = result
  const time = timeText(result)
  const whole = `${duration(result.whole)} in all`
  const words = `${statusWords[status]}  ${runbook.frontmatter.id} ${drill.id}${time === '' ? '' : `, ${time}`}, ${whole}`
  process.stderr.write(`${escapeLine(words)}\n`)
  keptLines(result).forEach((line) => process.stderr.write(`${line}\n`))
}

/** How a drill that was kept is looked at, and ended. */
function keptLines({ kept, drill }: DrillResult): string[] {
  if (kept === undefined) return []
  const here = `RUNBOOK_STATE=${kept.state}`
  const lab = kept.lab?.name
  return [
    ...(kept.run === undefined ? [] : [`  read what happened: ${here} runbook report ${kept.run}`]),
    ...(lab === undefined
      ? []
      : [
          `  look at its lab:    ${here} runbook lab status ${lab}`,
          `  end its lab:        ${here} runbook lab down ${lab}`,
        ]),
    `  remove it:          rm -r ${kept.state}${drill.lab === undefined ? '' : ' (end the lab first)'}`,
  ]
}

/** What went wrong, on standard error; then the table of all drills, on standard output. */
export function printDrills(results: readonly DrillResult[], settings: Settings): void {
  const look = lookAt(process.stderr.columns, settings.color)
  const problems = results.flatMap((result) => problemLines(result, look))
  if (problems.length > 0) process.stderr.write(`\n${problems.join('\n')}`)
  const rows = results.map((result) => {
    const { drill, runbook, status } = result
    const because =
      drill.expect.because === undefined ? '' : ` (${drill.expect.fails ?? ''}: ${drill.expect.because})`
    return [statusWords[status], runbook.frontmatter.id, drill.id, timeText(result), drill.title + because]
  })
  process.stdout.write(table(['RESULT', 'RUNBOOK', 'DRILL', 'TIME', 'SHOWS THAT'], rows))
  process.stdout.write(`${countText(results)}\n`)
}

/** Which sections and branches the drills take; then what none of them does, one a line. */
export function printCoverage(coverage: readonly Coverage[]): void {
  const cell = ({ taken, all, percent }: Count) =>
    all === 0 ? '-' : `${percent.toFixed(0)} % (${taken} of ${all})`
  const rows = coverage.map(({ runbook, drills, sections, branches }) => [
    runbook.frontmatter.id,
    String(drills),
    cell(sections),
    cell(branches),
  ])
  process.stdout.write(`\n${table(['RUNBOOK', 'DRILLS', 'SECTIONS', 'BRANCHES'], rows)}`)
  for (const { runbook, sections, branches } of coverage) {
    const missing = [...sections.missing, ...branches.missing]
    if (missing.length === 0) continue
    const lines = missing.map((name) => `  ${escapeLine(name)}\n`).join('')
    process.stdout.write(`\nnot taken in ${escapeLine(runbook.path)}:\n${lines}`)
  }
}
