import { openCommands } from '../../run/command/open.ts'
import { restoreSession } from '../../run/command/session.ts'
import type { Lab } from '../../run/lab.ts'
import { livePerformer } from '../../run/performers/live.ts'
import { flagOperator, type FlagAnswers } from '../../run/operators/flags.ts'
import type { RunInHand } from '../../run/run.ts'
import { runLoop } from '../../run/runner.ts'
import type { Handoff, Observer } from '../../run/notices.ts'
import type { Exit } from '../exit.ts'
import type { Settings } from '../settings.ts'
import type { Console } from './console.ts'
import type { RunFlags } from './flags.ts'
import { handOf } from './identity.ts'
import { keepReport } from './record.ts'
import { statusOf } from './status.ts'
import { JournalTail } from './tail.ts'

/** With what a run that is in hand goes on. */
export interface Going {
  readonly console: Console
  readonly answers: FlagAnswers
  readonly flags: RunFlags
  readonly settings: Settings
  readonly lab?: Lab
}

/**
 * Goes on with a run until it ends or comes to rest, shows it, leaves its report when it has ended, and gives the exit
 * status. The run is let go whatever happens.
 */
export async function carryOn(run: RunInHand, going: Going): Promise<Exit> {
  const { console, settings, flags, answers } = going
  const { clock, operator } = handOf()
  const tail = settings.json ? new JournalTail(run.folder) : undefined
  const observe = tail?.before(console.observe) ?? console.observe
  const commands = console.ctrlC.watch(openCommandsOf(run, going))
  const { interrupts } = console.ctrlC
  const performer = livePerformer({
    run,
    commands,
    operator: flagOperator(answers, console.operator),
    observe,
    clock,
    interrupts,
    user: operator.user,
    ...(console.shell === undefined ? {} : { shell: console.shell }),
    step: flags.step === true,
    unattended: flags.nonInteractive === true,
  })
  try {
    greet(run, operator.user, observe)
    const end = await runLoop(run, { performer, observe, clock, interrupts })
    return statusOf(end, run.events)
  } finally {
    run.close()
    tail?.close()
    await commands.close()
    if (run.effect.kind === 'end') await keepReport(run.folder, run)
  }
}

function greet(run: RunInHand, user: string, observe: Observer): void {
  const runbook = run.machine.runbooks.get(run.machine.start)
  if (runbook === undefined) throw new Error(`run ${run.id} has lost its runbook`)
  const handoff = handoffOf(run, user)
  observe({
    kind: 'started',
    view: run.view(),
    runbook,
    resumed: run.resumed,
    ...(handoff === undefined ? {} : { handoff }),
  })
  for (const note of run.notes) observe({ kind: 'warned', ...note })
}

function handoffOf({ rested, effect }: RunInHand, to: string): Handoff | undefined {
  if (rested === undefined) return undefined
  const { at, reason, note } = rested.record
  return { from: rested.by, to, at, reason, open: effect, ...(note === undefined ? {} : { note }) }
}

function openCommandsOf(run: RunInHand, { lab }: Going): ReturnType<typeof openCommands> {
  return openCommands({
    runDirectory: run.folder,
    runId: run.id,
    bindings: run.bindings,
    environment: process.env,
    epoch: run.epoch,
    session: restoreSession(run.events, { directory: run.began.directory, exports: {} }),
    ...(lab === undefined ? {} : { lab, secrets: lab.secrets }),
  })
}
