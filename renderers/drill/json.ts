import type { Count, Coverage } from '../../engine/drill/coverage.ts'
import type { DrillResult } from '../../engine/drill/types.ts'
import { jsonText } from '../json.ts'

/** Drills for programs: one object, `drills` in their order and `coverage` when it was asked for. The shape only ever grows. */
export function drillsJson(
  results: readonly DrillResult[],
  coverage: readonly Coverage[] | undefined,
): string {
  const drills = results.map(drillJson)
  const covered = coverage?.map(coverageJson)
  return jsonText({ drills, ...(covered && { coverage: covered }) })
}

function drillJson(result: DrillResult): object {
  const { drill, runbook, status, problems, exit, at, took, path, whole, kept } = result
  const { mttr, id } = runbook.frontmatter
  return {
    drill: drill.id,
    title: drill.title,
    file: drill.path,
    runbook: id,
    runbookFile: runbook.path,
    lab: drill.lab ?? null,
    fault: drill.fault ?? null,
    status,
    result: result.result ?? null,
    exit: exit ?? null,
    at: at ?? null,
    took: took ?? null,
    target: mttr ?? null,
    whole,
    path: path.map(({ runbook: file, section }) => ({ runbook: file, section })),
    problems: problems.map(({ message, notes, failed }) => ({
      message,
      notes,
      ...(failed && { checks: failed.event.verdict.checks }),
    })),
    ...(drill.expect.because === undefined ? {} : { because: drill.expect.because }),
    ...(kept && { kept: { state: kept.state, run: kept.run ?? null } }),
  }
}

function coverageJson({ runbook, drills, sections, branches }: Coverage): object {
  const count = (one: Count) => ({ ...one, percent: Number(one.percent.toFixed(1)) })
  return {
    runbook: runbook.frontmatter.id,
    file: runbook.path,
    drills,
    sections: count(sections),
    branches: count(branches),
  }
}
