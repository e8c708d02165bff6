import { availableParallelism } from 'node:os'
import { counted } from '../../counted.ts'
import { takenBy, type Coverage } from '../../drill/coverage.ts'
import { namedBy } from '../../drill/named.ts'
import { inTurn } from '../../drill/pool.ts'
import { runDrill } from '../../drill/run.ts'
import { runMutant } from '../../drill/mutant.ts'
import { labName } from '../../drill/stage.ts'
import type { DrillDoors, DrillResult } from '../../drill/types.ts'
import { drillsAtWork, type AtWork } from '../drill/at-work.ts'
import { measure, tooLittle, wantsCoverage } from '../drill/coverage.ts'
import { drillDoors } from '../drill/doors.ts'
import type { DrillFlags } from '../drill/flags.ts'
import { untilEnded } from '../drill/interrupts.ts'
import { printCoverage, printDrills, sayDrill } from '../drill/print.ts'
import { keepProof } from '../drill/proof.ts'
import { chooseDrills, type Chosen, type Faults } from '../drill/select.ts'
import { exit, UserError, type Exit } from '../exit.ts'
import type { Settings } from '../settings.ts'
import { openWorkbench, type Workbench } from '../workbench.ts'

/** Runs drills, several at a time where they do not collide, prints how they went, and gives the exit status. */
export async function drill(names: readonly string[], flags: DrillFlags, settings: Settings): Promise<Exit> {
  const { jobs: width = 2 * availableParallelism() } = flags
  if (width < 1)
    throw new UserError('`--jobs` takes at least 1', { help: 'leave it away: two for each processor' })
  const workbench = openWorkbench(settings)
  const { chosen, faults } = await chooseDrills(names, workbench)
  if (faults.diagnostics.length > 0) return reportFaults(faults, settings)
  if (flags.dryRun === true) return checked(names, chosen, flags, settings, workbench)
  return untilEnded(async (signal) => {
    const doors = drillDoors(signal, flags.keep === true)
    const atWork = drillsAtWork(chosen.length, settings, signal)
    const keep = keepProof(workbench.library.folder, flags.proofs)
    const ended = (result: DrillResult): void => {
      if (flags.mutate !== true) keep(result)
      sayDrill(result, settings)
    }
    const jobs = await jobsOf(chosen, flags, doors, atWork, ended)
    const results = await inTurn(jobs, width, signal).finally(() => atWork.close())
    const coverage = wantsCoverage(flags)
      ? await measure(names, chosen, takenBy(results), workbench)
      : undefined
    await print(results, coverage, flags, settings)
    const failed = results.some(({ status }) => status === 'failed' || status === 'ended')
    return failed || tooLittle(coverage ?? [], flags, settings) ? exit.failed : exit.ok
  })
}

/** Says of drills that nothing is wrong with them and, when asked, what their files say that they take. */
async function checked(
  names: readonly string[],
  chosen: readonly Chosen[],
  flags: DrillFlags,
  settings: Settings,
  workbench: Workbench,
): Promise<Exit> {
  const coverage = wantsCoverage(flags) ? await measure(names, chosen, namedBy(chosen), workbench) : undefined
  if (coverage !== undefined) await print([], coverage, flags, settings)
  process.stderr.write(`${counted(chosen.length, 'drill')}, nothing found\n`)
  return tooLittle(coverage ?? [], flags, settings) ? exit.failed : exit.ok
}

function jobsOf(
  chosen: readonly Chosen[],
  flags: DrillFlags,
  doors: DrillDoors,
  atWork: AtWork,
  ended: (result: DrillResult) => void,
) {
  return Promise.all(
    chosen.map(async (one) => {
      const exclusive = one.drill.lab !== undefined && (await isExclusive(one, doors))
      const work = async (): Promise<DrillResult> => {
        atWork.begin(one.drill.id)
        const result = await (flags.mutate === true ? runMutant : runDrill)(one.drill, one.machine, doors)
        atWork.end(one.drill.id)
        ended(result)
        return result
      }
      return { work, ...(exclusive ? { alone: labName(one.drill.lab ?? '') } : {}) }
    }),
  )
}

/** A lab that is not there is said when its drill runs. */
async function isExclusive({ drill }: Chosen, { labOf }: DrillDoors): Promise<boolean> {
  try {
    return (await labOf(drill)).exclusive === true
  } catch {
    return false
  }
}

async function print(
  results: readonly DrillResult[],
  coverage: readonly Coverage[] | undefined,
  flags: DrillFlags,
  settings: Settings,
): Promise<void> {
  if (settings.json || flags.format === 'json') {
    const { drillsJson } = await import('../../../renderers/drill/json.ts')
    process.stdout.write(drillsJson(results, coverage))
    return
  }
  if (flags.format === 'junit') {
    const { drillsJunit } = await import('../../../renderers/drill/junit.ts')
    process.stdout.write(drillsJunit(results))
    return
  }
  if (flags.format === 'github') {
    const { drillsGithub } = await import('../../../renderers/drill/github.ts')
    process.stdout.write(drillsGithub(results))
    return
  }
  if (flags.dryRun !== true) printDrills(results, settings)
  if (coverage !== undefined) printCoverage(coverage)
}

async function reportFaults({ diagnostics, sources }: Faults, settings: Settings): Promise<Exit> {
  if (settings.json) {
    const { renderJson } = await import('../../../renderers/diagnostics/json.ts')
    process.stdout.write(renderJson(diagnostics, sources))
  } else {
    const { renderPretty } = await import('../../../renderers/diagnostics/pretty.ts')
    process.stderr.write(renderPretty(diagnostics, sources, { color: settings.color }))
    process.stderr.write('nothing was started: drills with errors do not run\n')
  }
  return exit.usage
}
