import { resolve } from 'node:path'
import { askInput, askYes } from '../../../renderers/terminal/questions/start.ts'
import type { RunMachine } from '../../machine/types.ts'
import { baseEnvironment } from '../../run/command/environment.ts'
import { startRun } from '../../run/start.ts'
import { makeState, openRuns } from '../../run/store.ts'
import type { Bindings } from '../../run/commands.ts'
import type { Runbook } from '../../model.ts'
import { exit, UserError, type Exit } from '../exit.ts'
import { momentOf } from '../moment.ts'
import { answersOf, optionWords } from '../run/answers.ts'
import { carryOn } from '../run/carry-on.ts'
import { openConsole, type Console } from '../run/console.ts'
import type { RunFlags } from '../run/flags.ts'
import { handOf } from '../run/identity.ts'
import { problemOf } from '../run/input-values.ts'
import { missingLater } from '../run/linked-inputs.ts'
import { labWords, startLab, type StartedLab } from '../run/lab.ts'
import { refuseUnsupported } from '../run/limits.ts'
import { FaultyRunbooks, prepareInputs, prepareMachine } from '../run/prepare.ts'
import { requirePrograms } from '../run/programs.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { findRunbook, openWorkbench } from '../workbench.ts'

/** Runs a runbook, or shows what running it would do; gives the exit status. */
export async function run(name: string, flags: RunFlags, settings: Settings): Promise<Exit> {
  try {
    const dry = flags.dryRun === true || flags.explore === true
    const workbench = openWorkbench(settings, { readOnly: dry })
    const machine = await prepareMachine(await findRunbook(workbench, name), flags.from, workbench)
    if (!dry) return await runLive(machine, flags, settings)
    const { dryRun } = await import('./dry-run.ts')
    return await dryRun(machine, flags, settings)
  } catch (problem) {
    if (!(problem instanceof FaultyRunbooks)) throw problem
    return reportFaults(problem, settings)
  }
}

async function runLive(machine: RunMachine, flags: RunFlags, settings: Settings): Promise<Exit> {
  const runbook = startOf(machine)
  const answers = answersOf(flags, machine)
  await prepareInputs(machine, flags, {}, undefined, new Set())
  refuseUnsupported(machine)
  makeState(stateFolder())
  const console = openConsole(settings, { silent: flags.nonInteractive === true })
  try {
    await refuseSecondRun(runbook, flags, console)
    const started = flags.lab === undefined ? undefined : await startLab(flags.lab)
    const lab = started?.lab
    requirePrograms(runbook, baseEnvironment(process.env, lab).PATH ?? '')
    const bindings = await inputsOf(machine, flags, { ...lab?.inputs, ...lab?.secrets }, console)
    const harm = harmOf(flags)
    const run = startRun({
      ...handOf(),
      state: stateFolder(),
      machine,
      bindings,
      directory: resolve('.'),
      options: optionWords(flags),
      ...(lab === undefined ? {} : { lab: labWords(lab) }),
      ...(flags.incident === undefined ? {} : { incident: flags.incident }),
      ...harm,
    })
    run.notes.push(...missingLater(machine, bindings))
    const status = await carryOn(run, {
      console,
      answers,
      flags,
      settings,
      ...(lab === undefined ? {} : { lab }),
    })
    if (started !== undefined && run.effect.kind === 'end') await endLab(started)
    return status
  } finally {
    console.close()
  }
}

/** A lab that this run started is ended with it; a run that rests keeps its lab, to go on with. */
async function endLab({ lab, end }: StartedLab): Promise<void> {
  if (!(await end())) return
  process.stderr.write(`the lab is down again; \`runbook lab up ${labWords(lab)}\` keeps one up\n`)
}

/** When the harm began and was noticed, as the flags say. @throws {UserError} when it was noticed before it began */
function harmOf({ began, detected }: RunFlags): { harmBegan?: string; harmDetected?: string } {
  const harmBegan = began === undefined ? undefined : momentOf(began, '--began')
  const harmDetected = detected === undefined ? undefined : momentOf(detected, '--detected')
  if (harmBegan !== undefined && harmDetected !== undefined && harmDetected < harmBegan) {
    throw new UserError('nothing is noticed before it begins', { help: 'swap `--began` and `--detected`' })
  }
  return {
    ...(harmBegan === undefined ? {} : { harmBegan }),
    ...(harmDetected === undefined ? {} : { harmDetected }),
  }
}

function inputsOf(
  machine: RunMachine,
  flags: RunFlags,
  lab: Readonly<Record<string, string>>,
  console: Console,
): Promise<Bindings> {
  const { asking, look } = console
  if (asking === undefined) return prepareInputs(machine, flags, lab, undefined)
  return prepareInputs(machine, flags, lab, (name, declaration) =>
    askInput(asking, name, declaration, (value) => problemOf(value, declaration), look),
  )
}

/**
 * Two runs of one runbook at the same time are seldom meant: said, and asked.
 * @throws {UserError} when the operator does not want it, or nobody can say
 */
async function refuseSecondRun(runbook: Runbook, flags: RunFlags, console: Console): Promise<void> {
  const open = openRuns(stateFolder(), runbook.frontmatter.id)
  const [newest] = open
  if (newest === undefined || flags.yes === true) return
  const said = `run \`${newest.run}\` of this runbook is ${newest.state}, at section \`${newest.summary?.section ?? '?'}\``
  const help = `\`runbook resume ${newest.run}\` goes on with it, \`runbook stop ${newest.run} --reason TEXT\` ends it`
  if (console.asking === undefined) {
    throw new UserError(said, {
      status: exit.unanswered,
      help: `${help}, \`--yes\` starts another one beside it`,
    })
  }
  if (!(await askYes(console.asking, [said, `  = help: ${help}`], 'start another run beside it? [y/n] '))) {
    throw new UserError('no run was started', { status: exit.stopped, help })
  }
}

function startOf(machine: RunMachine): Runbook {
  const runbook = machine.runbooks.get(machine.start)
  if (runbook === undefined) throw new Error(`no runbook at ${machine.start}`)
  return runbook
}

async function reportFaults({ diagnostics, runbooks }: FaultyRunbooks, settings: Settings): Promise<Exit> {
  if (settings.json) {
    const { renderJson } = await import('../../../renderers/diagnostics/json.ts')
    process.stdout.write(renderJson(diagnostics, runbooks))
  } else {
    const { renderPretty } = await import('../../../renderers/diagnostics/pretty.ts')
    process.stderr.write(renderPretty(diagnostics, runbooks, { color: settings.color }))
    process.stderr.write('nothing was started: a runbook with errors does not run\n')
  }
  return exit.usage
}
