import { planLines } from '../../../renderers/terminal/lines/plan.ts'
import { lookAt } from '../../../renderers/terminal/style.ts'
import { planRun } from '../../machine/index.ts'
import type { RunMachine } from '../../machine/types.ts'
import { baseEnvironment } from '../../run/command/environment.ts'
import type { Lab } from '../../run/lab.ts'
import { exit, type Exit } from '../exit.ts'
import { answersOf } from '../run/answers.ts'
import type { RunFlags } from '../run/flags.ts'
import { knownBefore } from '../run/known.ts'
import { runningLab } from '../run/lab.ts'
import { unsupported } from '../run/limits.ts'
import { declarationsOf, prepareInputs } from '../run/prepare.ts'
import { installHint, missingPrograms, missingText } from '../run/programs.ts'
import type { Settings } from '../settings.ts'

/**
 * Prints the whole plan of a run on standard output. Without `--explore` no door to processes is made, nothing is
 * executed and nothing is written.
 */
export async function dryRun(machine: RunMachine, flags: RunFlags, settings: Settings): Promise<Exit> {
  const lab = flags.lab === undefined ? undefined : runningLab(flags.lab)
  const given = await prepareInputs(machine, flags, { ...lab?.inputs, ...lab?.secrets }, undefined, new Set())
  const { choose } = answersOf(flags, machine)
  const missing = [...declarationsOf(machine).needed].filter((name) => !given.has(name))
  const explored = flags.explore === true ? await exploring(machine, given, choose, lab) : undefined
  const bindings = explored?.bindings ?? given
  const plan = planRun(machine, explored?.known ?? knownBefore(given, choose))
  const refused = [...unsupported(machine), ...withoutPrograms(machine, lab)]
  if (settings.json) {
    const { planJson } = await import('../../../renderers/report/plan-json.ts')
    process.stdout.write(planJson(plan, missing, refused))
    return exit.ok
  }
  const look = lookAt(process.stdout.columns, settings.colorOutput)
  const events = explored?.events ?? []
  process.stdout.write(
    `${planLines({ plan, machine, bindings, missing, refused, events, look }).join('\n')}\n`,
  )
  return exit.ok
}

function withoutPrograms(machine: RunMachine, lab: Lab | undefined): string[] {
  const start = machine.runbooks.get(machine.start)
  const path = baseEnvironment(process.env, lab).PATH ?? ''
  const missing = start === undefined ? [] : missingPrograms(start, path)
  return missing.length === 0 ? [] : [`${missingText(missing)} (${installHint(missing, path)})`]
}

async function exploring(...words: Parameters<typeof import('../run/explore.ts').explore>) {
  const { explore } = await import('../run/explore.ts')
  return explore(...words)
}
