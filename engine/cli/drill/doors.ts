import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { DrillDoors } from '../../drill/types.ts'
import { packageRoot } from '../../library/installation.ts'
import { isRegularFile } from '../../library/library.ts'
import { baseEnvironment } from '../../run/command/environment.ts'
import { findLabs, loadLab } from '../../run/lab.ts'
import { didYouMean } from '../../suggest.ts'
import { UserError } from '../exit.ts'
import { resolveInputs } from '../inputs.ts'
import { handOf } from '../run/identity.ts'
import { declarationsOf } from '../run/prepare.ts'
import { requirePrograms } from '../run/programs.ts'
import { statusOf } from '../run/status.ts'

/** Everything that drills need of this machine; the operator's own inputs and state are none of it. */
export function drillDoors(signal: AbortSignal, keep: boolean): DrillDoors {
  return {
    hand: handOf(),
    environment: process.env,
    signal,
    keep,
    statusOf,
    labOf: (drill) => loadLab(labPlace(drill.lab ?? '', drill.path)),
    async bind(machine, lab, given) {
      const start = machine.runbooks.get(machine.start)
      if (start !== undefined) requirePrograms(start, baseEnvironment(process.env, lab).PATH ?? '')
      const { all, needed } = declarationsOf(machine)
      const sources = { lab: { ...lab?.inputs, ...lab?.secrets }, environment: {}, file: given, flag: {} }
      return resolveInputs(all, sources, needed)
    },
  }
}

/** A bundled lab by its name, or a program by its path from the drill's file. */
function labPlace(lab: string, drill: string) {
  const program = isAbsolute(lab) ? lab : join(dirname(resolve(drill)), lab)
  if (/\.[cm]?[jt]s$/.test(lab) && isRegularFile(program)) return { name: lab, program, folder: '' }
  const labs = findLabs(packageRoot, '')
  const place = labs.find(({ name }) => name === lab)
  if (place !== undefined) return place
  const names = labs.map(({ name }) => name)
  throw new UserError(`there is no lab \`${lab}\`, ${didYouMean(lab, names) ?? `only ${names.join(', ')}`}`)
}
