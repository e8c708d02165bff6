import type { Began } from '../../../schemas/journal.ts'
import { askInput } from '../../../renderers/terminal/questions/start.ts'
import type { InputDeclaration } from '../../model.ts'
import type { Lab } from '../../run/lab.ts'
import { resumeRun } from '../../run/resume.ts'
import { findRun, openRuns } from '../../run/store.ts'
import type { RunMachine } from '../../machine/types.ts'
import type { Binding, Bindings, Declarations } from '../../run/commands.ts'
import { UserError, type Exit } from '../exit.ts'
import { parsePairs, resolveInputs, type Given } from '../inputs.ts'
import { answersOf } from '../run/answers.ts'
import { carryOn } from '../run/carry-on.ts'
import { openConsole, type Console } from '../run/console.ts'
import type { RunFlags } from '../run/flags.ts'
import { handOf } from '../run/identity.ts'
import { problemOf } from '../run/input-values.ts'
import { runningLab } from '../run/lab.ts'
import { declarationsOf, readInputFile } from '../run/prepare.ts'
import { pinnedParser } from '../run/record.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'

/** Goes on with an open run, the newest when none is named; gives the exit status. @throws {Refusal} when it is held, over or damaged. */
export async function resume(id: string | undefined, flags: RunFlags, settings: Settings): Promise<Exit> {
  const state = stateFolder()
  const named = id ?? openRuns(state)[0]?.run
  if (named === undefined)
    throw new UserError('no run is open', { help: '`runbook runs` lists what there was' })
  const folder = findRun(state, named)
  const console = openConsole(settings, { silent: flags.nonInteractive === true })
  try {
    let lab: Lab | undefined
    const run = await resumeRun({
      ...handOf(),
      folder,
      parse: pinnedParser(),
      steal: flags.steal === true,
      inputs: (machine, bindings) => missingInputs(machine, bindings, flags),
      ...(flags.note === undefined ? {} : { note: flags.note }),
      secrets: (began, names, others) => {
        lab = labOf(began)
        return secretsOf(names, others, flags, lab, console)
      },
    })
    lab ??= labOf(run.began)
    const answers = answersOf(flags, run.machine)
    return await carryOn(run, { console, answers, flags, settings, ...(lab === undefined ? {} : { lab }) })
  } finally {
    console.close()
  }
}

/**
 * Inputs that nobody has given so far: from flags, a file or the environment.
 * @throws {UserError} for one that has a value, or that no runbook of the run declares
 */
async function missingInputs(machine: RunMachine, bindings: Bindings, flags: RunFlags): Promise<Binding[]> {
  const { all } = declarationsOf(machine)
  const flag = parsePairs(flags.input ?? [], '--input')
  for (const name of Object.keys(flag)) {
    if (bindings.has(name))
      throw new UserError(`\`${name}\` has a value since the run was started`, {
        help: 'after a failure the choice `edit` changes it; otherwise start another run',
      })
  }
  const missing = Object.fromEntries(
    Object.entries(all).filter(
      ([name, { type }]) => !bindings.has(name) && (type !== 'secret' || name in flag),
    ),
  )
  const file = flags.inputFile === undefined ? {} : readInputFile(flags.inputFile)
  const known = Object.fromEntries(Object.entries(file).filter(([name]) => name in missing))
  const declared = { ...missing, ...unknownOf(flag, all) }
  const sources = { lab: {}, environment: process.env, file: known, flag }
  const given = [...(await resolveInputs(declared, sources, new Set(), undefined)).values()]
  return given.filter(({ from, secret }) => from !== 'default' && !secret)
}

/** A name that no runbook declares is refused in the words of a start. */
function unknownOf(flag: Given, all: Declarations): Declarations {
  return Object.keys(flag).some((name) => !(name in all)) ? all : {}
}

function labOf(began: Began): Lab | undefined {
  if (began.lab === undefined) return undefined
  const lab = runningLab(began.lab)
  if (lab !== undefined) return lab
  throw new UserError(`run \`${began.run}\` needs the lab \`${began.lab}\`, and it is down`, {
    help: `start it with \`runbook lab up ${began.lab.split(':')[0] ?? ''}\``,
  })
}

/** Secrets were never written down: they come again from the environment, a file, the lab or, of `names`, the prompt. */
async function secretsOf(
  names: readonly string[],
  others: readonly string[],
  flags: RunFlags,
  lab: Lab | undefined,
  { asking, look }: Console,
): Promise<Binding[]> {
  const declaration: InputDeclaration = { type: 'secret' }
  const file = flags.inputFile === undefined ? {} : readInputFile(flags.inputFile)
  const declared = Object.fromEntries([...names, ...others].map((name) => [name, declaration]))
  const known = Object.fromEntries(Object.entries(file).filter(([name]) => name in declared))
  const sources = { lab: { ...lab?.secrets }, environment: process.env, file: known, flag: {} }
  const ask =
    asking === undefined
      ? undefined
      : (name: string) => askInput(asking, name, declaration, (value) => problemOf(value, declaration), look)
  const needed = new Set(asking === undefined ? [] : names)
  return [...(await resolveInputs(declared, sources, needed, ask)).values()]
}
