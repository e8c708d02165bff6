import { join } from 'node:path'
import { formatDuration } from '../duration.ts'
import type { RunMachine } from '../machine/types.ts'
import type { Runbook } from '../model.ts'
import type { Drill } from '../parse/drill.ts'
import { differences, failsAsExpected, type Went } from './expected.ts'
import { follow, type Work } from './follow.ts'
import { hurriedMachine } from './hurry.ts'
import { Probe } from './probe.ts'
import { afterwards, beforehand } from './proving.ts'
import { openStage, type Stage } from './stage.ts'
import type { DrillDoors, DrillResult, Problem } from './types.ts'

/**
 * Runs one drill: a clean place, the lab with its fault, proof that the fault is there, the real runbook by the real
 * performer, proof of recovery. Whatever happens, the lab that it started is ended, unless it is to be kept.
 * Never rejects for what a drill can meet: that is in the result.
 */
export async function runDrill(drill: Drill, machine: RunMachine, doors: DrillDoors): Promise<DrillResult> {
  const began = performance.now()
  const runbook = machine.runbooks.get(machine.start)
  if (runbook === undefined) throw new RangeError(`no runbook at \`${machine.start}\``)
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort('interrupted'), drill.limit)
  const signal = AbortSignal.any([doors.signal, limit.signal])
  const nothing: DrillResult = {
    drill,
    runbook,
    status: 'failed',
    problems: [],
    path: [],
    events: [],
    whole: 0,
    runbooks: [],
  }
  const whole = () => Math.round(performance.now() - began)
  let stage: Stage | undefined
  try {
    stage = await openStage(drill, doors)
    const hurried = hurriedMachine(machine, drill.patience)
    const result = await rehearse({ drill, machine: hurried, runbook, stage, doors: { ...doors, signal } })
    return { ...nothing, ...result, ...overTime(result, limit.signal, doors.signal, drill), whole: whole() }
  } catch (error) {
    if (doors.signal.aborted) return { ...nothing, status: 'ended', whole: whole() }
    return { ...nothing, problems: [problemOf(error)], whole: whole() }
  } finally {
    clearTimeout(timer)
    if (!doors.keep) await stage?.end()
  }
}

/** An error with a repair is said with it. */
function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return { message: String(error), notes: [] }
  const help = 'help' in error && typeof error.help === 'string' ? [error.help] : []
  return { message: error.message, notes: help }
}

type Rehearsed = Omit<DrillResult, 'drill' | 'runbook' | 'whole'>

async function rehearse(work: Work): Promise<Rehearsed> {
  const { drill, machine, stage, doors } = work
  const { lab } = stage
  const bindings = await doors.bind(machine, lab, inputsOf(drill))
  const { environment } = stage
  const folder = join(stage.state, 'checks')
  const { signal } = doors
  const probe = new Probe({ folder, bindings, environment, signal, ...(lab && { lab }) })
  const kept = doors.keep ? { kept: { state: stage.state, ...(lab && { lab }) } } : {}
  try {
    const unproven = await beforehand(work, probe)
    if (unproven.length > 0)
      return { status: 'failed', problems: unproven, path: [], events: [], runbooks: [], ...kept }
    const { went, at, run } = await follow(work, bindings)
    const problems = await judged(work, went, probe)
    const { result, exit, took, path, events } = went
    const met = { result, exit, took, at, path, events, runbooks: metRunbooks(work, went) }
    const looked = doors.keep ? { kept: { state: stage.state, run, ...(lab && { lab }) } } : {}
    const passed = drill.expect.fails === undefined ? 'passed' : 'fails-as-expected'
    return { status: problems.length === 0 ? passed : 'failed', problems, ...met, ...looked }
  } finally {
    await probe.close()
  }
}

async function judged(work: Work, went: Went, probe: Probe): Promise<Problem[]> {
  const { drill, runbook, doors } = work
  const { expect, places } = drill
  if (expect.fails !== undefined) {
    if (failsAsExpected(drill, went)) return []
    const span = places.get('expect.fails')?.value
    const message = `\`${expect.fails}\` was expected to fail, and did not: ${expect.because ?? ''}`
    return [{ message, notes: ['delete `fails` and `because`: it works'], ...(span && { span }) }]
  }
  const problems = differences(drill, runbook, went)
  if (problems.length > 0 || doors.signal.aborted) return problems
  return afterwards(work, went, probe)
}

function metRunbooks({ machine, runbook }: Work, { path }: Went): Runbook[] {
  const met = new Set([runbook.path, ...path.map((visit) => visit.runbook)])
  return [...machine.runbooks.values()].filter(({ path: name }) => met.has(name))
}

function overTime(
  result: Rehearsed,
  limit: AbortSignal,
  ended: AbortSignal,
  { limit: milliseconds, places }: Drill,
): Partial<DrillResult> {
  if (ended.aborted) return { status: 'ended', problems: [] }
  if (!limit.aborted) return {}
  const span = places.get('limit')?.value
  const message = `it was ended after ${formatDuration(milliseconds)}, the time limit of a drill`
  const stood = result.path.at(-1)
  const notes = stood === undefined ? [] : [`it stood at \`${stood.section}\``]
  return { status: 'failed', problems: [{ message, notes, ...(span && { span }) }] }
}

function inputsOf({ inputs }: Drill): Record<string, string> {
  const values = Object.entries(inputs).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : new Date(Date.now() - value.ago).toISOString(),
  ])
  return Object.fromEntries(values) as Record<string, string>
}
