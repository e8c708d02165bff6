import { resolve } from 'node:path'
import { coverageOf, type Coverage, type Taken } from '../../drill/coverage.ts'
import { readSource } from '../../library/library.ts'
import { loadRunbook } from '../../library/load.ts'
import type { Runbook } from '../../model.ts'
import type { Settings } from '../settings.ts'
import type { Workbench } from '../workbench.ts'
import type { DrillFlags } from './flags.ts'
import { coveredFiles, type Chosen } from './select.ts'

export function wantsCoverage({ coverage, minSections, minBranches }: DrillFlags): boolean {
  return coverage === true || minSections !== undefined || minBranches !== undefined
}

/** How much of each runbook that is asked about is taken. */
export async function measure(
  names: readonly string[],
  chosen: readonly Chosen[],
  taken: Taken,
  workbench: Workbench,
): Promise<Coverage[]> {
  const runbooks: Runbook[] = []
  for (const file of coveredFiles(names, chosen, workbench)) {
    const { runbook } = await loadRunbook(readSource(resolve(file)), workbench.cache)
    if (runbook.frontmatter.id !== '') runbooks.push(runbook)
  }
  return coverageOf(runbooks, taken)
}

/** Says which runbooks have less drilled than was asked for. */
export function tooLittle(coverage: readonly Coverage[], flags: DrillFlags, settings: Settings): boolean {
  const limits = [
    { what: 'sections', least: flags.minSections },
    { what: 'branches', least: flags.minBranches },
  ] as const
  const short = limits.flatMap(({ what, least = 0 }) =>
    coverage
      .filter((one) => one[what].percent < least)
      .map(
        ({ runbook, [what]: count }) =>
          `${runbook.frontmatter.id} has ${count.percent.toFixed(1)} % of its ${what} drilled, at least ${least} % are asked for`,
      ),
  )
  if (!settings.quiet) for (const sentence of short) process.stderr.write(`error: ${sentence}\n`)
  return short.length > 0
}
