import { sectionsPassed } from '../machine/index.ts'
import type { RunMachine } from '../machine/types.ts'
import type { Runbook } from '../model.ts'
import type { Drill } from '../parse/drill.ts'
import { openCommands } from '../run/command/open.ts'
import type { Interrupts } from '../run/interrupts.ts'
import { livePerformer } from '../run/performers/live.ts'
import { runLoop } from '../run/runner.ts'
import { startRun } from '../run/start.ts'
import type { Went } from './expected.ts'
import { scriptedOperator } from './operator.ts'
import type { Stage } from './stage.ts'
import type { DrillDoors } from './types.ts'

/** A drill, its runbook, and the place where it is followed. */
export interface Work {
  readonly drill: Drill
  readonly machine: RunMachine
  readonly runbook: Runbook
  readonly stage: Stage
  readonly doors: DrillDoors
}

/** Runs the real runbook with the real performer; the drill's operator answers. */
export async function follow(
  { drill, machine, stage, doors }: Work,
  bindings: Awaited<ReturnType<DrillDoors['bind']>>,
): Promise<{ readonly went: Went; readonly at: string; readonly run: string }> {
  const { lab } = stage
  const words = lab === undefined ? {} : { lab: lab.fault === null ? lab.name : `${lab.name}:${lab.fault}` }
  const start = { ...doors.hand, machine, bindings, state: stage.state, directory: stage.work, ...words }
  const run = startRun({ ...start, options: [`drill ${drill.id}`] })
  const commands = openCommands({
    runDirectory: run.folder,
    runId: run.id,
    bindings: run.bindings,
    environment: stage.environment,
    epoch: run.epoch,
    session: { directory: stage.work, exports: {} },
    ...(lab === undefined ? {} : { lab, secrets: lab.secrets }),
  })
  const asked = scriptedOperator(drill)
  const interrupts: Interrupts = { signal: doors.signal, rearm: () => undefined, close: () => undefined }
  const { clock } = doors.hand
  const observe = () => undefined
  const going = { run, commands, operator: asked.operator, observe, clock, interrupts, user: 'drill' }
  const performer = livePerformer({ ...going, step: false, unattended: drill.operator.absent })
  try {
    const end = await runLoop(run, { performer, observe, clock, interrupts })
    const { events } = run
    const took = Date.parse(events.at(-1)?.at ?? clock.now()) - Date.parse(run.began.at)
    const result = end.kind === 'ended' ? end.effect.result : 'suspended'
    const reason = end.kind === 'ended' ? {} : { reason: end.reason }
    const exit = doors.statusOf(end, events)
    const { runbooks } = machine
    return {
      went: { result, exit, took, events, path: sectionsPassed(machine, events), asked, runbooks, ...reason },
      at: run.began.at,
      run: run.id,
    }
  } finally {
    run.close()
    await commands.close()
  }
}
