import type { Proven } from '../../engine/library/proofs.ts'
import type { RunReport } from '../../engine/run/report.ts'
import { jsonText } from '../json.ts'
import { placeFacts } from './moments.ts'

/** The record of a run for programs. Keys stay, new ones may come; times are ISO instants and milliseconds. */
export function reportJson(report: RunReport, proven?: Proven): string {
  const { began, runbook, end, stands } = report
  const { frontmatter } = runbook
  const record = {
    run: report.run,
    runbook: {
      id: frontmatter.id,
      title: runbook.title,
      path: runbook.path,
      severity: frontmatter.severity,
      service: frontmatter.service,
      owner: frontmatter.owner,
    },
    state: report.state,
    result: end?.result,
    to: end?.to,
    reason: end?.reason,
    stands: stands === undefined ? undefined : { runbook: stands.runbook, section: stands.section },
    startedAt: began.at,
    lastAt: report.lastAt,
    elapsed: report.elapsed,
    target: began.mttr,
    withinTarget: report.withinTarget,
    proven,
    lab: began.lab,
    incident: began.incident,
    operator: began.operator,
    engine: began.engine,
    options: began.options,
    inputs: began.inputs,
    harmBegan: began.harmBegan,
    harmDetected: began.harmDetected,
    mitigatedAt: report.mitigatedAt,
    measures: report.measures,
    timeBoxes: report.boxes.map(({ of, runbook: book, title, box, since, until, took, met }) => ({
      of,
      runbook: book.frontmatter.id,
      title,
      what: box.text,
      within: box.time,
      since,
      until,
      took,
      met,
    })),
    told: report.told,
    timeline: report.timeline.map((moment) => ({
      at: moment.at,
      after: moment.after,
      who: moment.who,
      ...placeFacts(moment),
      fact: moment.fact,
    })),
  }
  return jsonText(record)
}
