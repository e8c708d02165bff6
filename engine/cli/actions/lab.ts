import { jsonText } from '../../../renderers/json.ts'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import { packageRoot } from '../../library/installation.ts'
import { findLabs, loadLab, type Lab, type LabPlace, type LabProgram } from '../../run/lab.ts'
import { didYouMean } from '../../suggest.ts'
import { exit, type Exit, UserError } from '../exit.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { table } from '../table.ts'

/** Starts the lab that `NAME` or `NAME:FAULT` names. @throws {UserError} when there is none, or it does not start */
export async function labUp(words: string, settings: Settings): Promise<Exit> {
  const [name = '', fault] = words.split(':', 2)
  const { place, program } = await openLab(name)
  if (fault !== undefined) checkFault(program, name, fault)
  const { makeState } = await import('../../run/store.ts')
  makeState(stateFolder())
  const lab = await attempt(`the lab \`${words}\` did not start`, name, () => program.up(place.folder, fault))
  say(lab, settings, `lab ${name} runs at http://127.0.0.1:${lab.port}${faultText(lab)}`)
  return exit.ok
}

/** Ends a lab; one that is down is no error, because it is as it was asked to be. */
export async function labDown(name: string, settings: Settings): Promise<Exit> {
  const { place, program } = await openLab(name)
  const ended = await program.down(place.folder)
  if (settings.json) process.stdout.write(`${JSON.stringify({ name, ended })}\n`)
  else if (!settings.quiet) process.stderr.write(`lab ${name} ${ended ? 'has ended' : 'was down already'}\n`)
  return exit.ok
}

/** Replaces the fault of a running lab. @throws {UserError} when it is down, or knows no such fault */
export async function labFault(name: string, fault: string, settings: Settings): Promise<Exit> {
  const { place, program } = await openLab(name)
  if (fault !== 'none') checkFault(program, name, fault)
  if (program.status(place.folder) === undefined) throw isDown(name)
  const lab = await attempt(`the lab \`${name}\` did not take the fault`, name, () =>
    program.setFault(place.folder, fault === 'none' ? null : fault),
  )
  say(lab, settings, `lab ${name} runs${faultText(lab)}`)
  return exit.ok
}

/** Prints what a run is given; secrets by name alone. */
export async function labStatus(name: string, settings: Settings): Promise<Exit> {
  const { place, program } = await openLab(name)
  const lab = program.status(place.folder)
  if (lab === undefined) {
    if (settings.json) process.stdout.write('null\n')
    else process.stderr.write(`lab ${name} is down\n`)
    return exit.failed
  }
  if (settings.json) printJson(lab)
  else process.stdout.write(statusText(lab, place))
  return exit.ok
}

/** Prints every lab with its state and its faults. */
export async function labList(settings: Settings): Promise<Exit> {
  const labs = await Promise.all(
    places().map(async (place) => {
      const program = await loadLab(place)
      const lab = program.status(place.folder)
      return {
        name: place.name,
        running: lab !== undefined,
        fault: lab?.fault ?? null,
        faults: program.faultNames,
      }
    }),
  )
  const rows = labs.flatMap(({ name, running, fault, faults }) =>
    faults.map((known, index) => {
      const first = index === 0 ? [name, running ? 'runs' : 'down'] : ['', '']
      return [...first, known === fault ? `${known} (in it now)` : known]
    }),
  )
  if (settings.json) process.stdout.write(jsonText(labs))
  else process.stdout.write(table(['LAB', 'STATE', 'FAULTS IT KNOWS'], rows))
  return exit.ok
}

function places(): LabPlace[] {
  return findLabs(packageRoot, stateFolder(process.env))
}

async function openLab(name: string): Promise<{ readonly place: LabPlace; readonly program: LabProgram }> {
  const all = places()
  const place = all.find((candidate) => candidate.name === name)
  if (place !== undefined) return { place, program: await loadLab(place) }
  const names = all.map((candidate) => candidate.name)
  throw new UserError(`there is no lab \`${name}\``, {
    help: didYouMean(name, names) ?? '`runbook lab list` shows them',
  })
}

function checkFault(program: LabProgram, name: string, fault: string): void {
  if (program.faultNames.includes(fault)) return
  throw new UserError(`the lab \`${name}\` has no fault \`${fault}\``, {
    help: didYouMean(fault, program.faultNames) ?? '`runbook lab list` shows its faults',
  })
}

function isDown(name: string): UserError {
  return new UserError(`the lab \`${name}\` is down`, {
    status: exit.failed,
    help: `start it with \`runbook lab up ${name}\``,
  })
}

async function attempt(sentence: string, name: string, act: () => Promise<Lab>): Promise<Lab> {
  try {
    return await act()
  } catch (error) {
    throw new UserError(`${sentence}: ${error instanceof Error ? error.message : String(error)}`, {
      status: exit.failed,
      help: `\`runbook lab down ${name}\` ends what is left of it`,
    })
  }
}

function say(lab: Lab, settings: Settings, sentence: string): void {
  if (settings.json) printJson(lab)
  else if (!settings.quiet) process.stderr.write(`${sentence}\n`)
}

function printJson({ secrets, ...lab }: Lab): void {
  process.stdout.write(jsonText({ ...lab, secrets: Object.keys(secrets) }))
}

function faultText({ fault }: Lab): string {
  return fault === null ? '' : ` with the fault ${fault}`
}

function statusText(lab: Lab, place: LabPlace): string {
  const inputs = Object.entries(lab.inputs).map(([name, value]) => [name, value])
  const secrets = Object.keys(lab.secrets).map((name) => [name, '(secret)'])
  return [
    escapeLine(
      `lab ${lab.name} runs at http://127.0.0.1:${lab.port}${faultText(lab)}, since ${lab.startedAt}`,
    ),
    `its state is kept in ${place.folder}`,
    '',
    table(['INPUT', 'VALUE'], [...inputs, ...secrets]),
  ].join('\n')
}
