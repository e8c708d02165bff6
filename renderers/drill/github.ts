import type { DrillResult, Problem } from '../../engine/drill/types.ts'
import { lineStarts, positionAt } from '../../engine/source.ts'
import { githubCommand } from '../github.ts'

/** Failed drills as GitHub annotates them: one workflow command for each problem, at the line where it shows. */
export function drillsGithub(results: readonly DrillResult[]): string {
  return results.flatMap((result) => result.problems.map((problem) => annotation(result, problem))).join('')
}

function annotation({ drill, runbook }: DrillResult, { message, notes, failed, span }: Problem): string {
  const [path, text, at] =
    failed === undefined
      ? [drill.path, drill.text, span?.start ?? 0]
      : [failed.runbook.path, failed.runbook.text, failed.block.span.start]
  const { line, column } = positionAt(lineStarts(text), at)
  const checks = failed?.event.verdict.checks.filter(({ held }) => !held) ?? []
  const more = [...checks.map(({ expected, actual }) => `expected ${expected}, actual ${actual}`), ...notes]
  const title = `drill ${runbook.frontmatter.id} ${drill.id}`
  return githubCommand('error', { file: path, line, col: column, title }, [message, ...more].join('\n'))
}
