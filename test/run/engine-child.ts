import { readFileSync, writeSync } from 'node:fs'
import { parseRunbook } from '../../engine/parse/index.ts'
import { compileMachine } from '../../engine/machine/index.ts'
import { openCommands } from '../../engine/run/command/open.ts'
import { restoreSession } from '../../engine/run/command/session.ts'
import { systemClock } from '../../engine/run/clock.ts'
import { listenToSignals } from '../../engine/run/interrupts.ts'
import { flagOperator } from '../../engine/run/operators/flags.ts'
import { nobody } from '../../engine/run/operators/nobody.ts'
import { livePerformer } from '../../engine/run/performers/live.ts'
import { Refusal } from '../../engine/run/refusal.ts'
import { resumeRun } from '../../engine/run/resume.ts'
import type { RunInHand } from '../../engine/run/run.ts'
import { runLoop } from '../../engine/run/runner.ts'
import { startRun } from '../../engine/run/start.ts'
import { openRuns } from '../../engine/run/store.ts'
import type { Notice } from '../../engine/run/notices.ts'
import type { Operator } from '../../engine/run/operator.ts'

/** What a test tells the engine that it starts. */
export interface EngineOrder {
  readonly verb: 'start' | 'resume'
  readonly state: string
  /** Path of the runbook; for `start`. */
  readonly runbook?: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly yes?: boolean
  readonly confirm?: Readonly<Record<string, string>>
  readonly choose?: Readonly<Record<string, string>>
  /** Answers to recoveries in their order, and to every settlement. */
  readonly recover?: readonly string[]
  readonly settle?: 'done' | 'not-done' | 'retry'
  readonly unattended?: boolean
  readonly steal?: boolean
  readonly engine?: string
}

/** What it says, one JSON text a line on standard output. */
export type EngineWord =
  | { readonly word: 'holding'; readonly run: string; readonly folder: string }
  | { readonly word: 'notice'; readonly kind: Notice['kind']; readonly text?: string }
  | { readonly word: 'asked'; readonly what: string; readonly section: string }
  | { readonly word: 'end'; readonly how: string; readonly reason?: string }
  | { readonly word: 'refused'; readonly code: string; readonly message: string }

const order = JSON.parse(process.argv[2] ?? '') as EngineOrder
const hand = {
  operator: { user: 'tester', host: 'here', pid: process.pid, terminal: null },
  engine: order.engine ?? '0.1.0',
  clock: systemClock,
}

/** Through the descriptor itself: what was said is out, however this process ends. */
function say(word: EngineWord): void {
  try {
    writeSync(1, `${JSON.stringify(word)}\n`)
  } catch {}
}

function begin(): Promise<RunInHand> {
  const path = order.runbook ?? ''
  const { runbook } = parseRunbook({ path, text: readFileSync(path, 'utf8') })
  const bindings = Object.entries(order.inputs ?? {}).map(([name, value]) => {
    return [name, { name, value, secret: false, from: 'flag' }] as const
  })
  const machine = compileMachine(new Map([[path, runbook]]), path)
  const options = {
    ...hand,
    state: order.state,
    machine,
    bindings: new Map(bindings),
    directory: '/',
    options: [],
  }
  return Promise.resolve(startRun(options))
}

function takeUp(): Promise<RunInHand> {
  const [open] = openRuns(order.state)
  if (open === undefined) throw new Refusal('unknown-run', 'no run is open')
  return resumeRun({
    ...hand,
    folder: open.folder,
    steal: order.steal === true,
    parse: (source) => Promise.resolve(parseRunbook(source).runbook),
    secrets: () => Promise.resolve([]),
  })
}

const recoveries = [...(order.recover ?? [])]
const scripted: Operator = {
  ...nobody,
  recover({ section }) {
    say({ word: 'asked', what: 'recover', section: section.id })
    const choice = recoveries.shift() as 'retry' | undefined
    return Promise.resolve(choice === undefined ? undefined : { choice })
  },
  settle({ section }) {
    say({ word: 'asked', what: 'settle', section: section.id })
    return Promise.resolve(order.settle === undefined ? undefined : { choice: order.settle })
  },
  confirm({ section }) {
    say({ word: 'asked', what: 'confirm', section: section.id })
    return Promise.resolve(undefined)
  },
}

async function goOn(run: RunInHand): Promise<void> {
  const { folder, id, bindings, epoch } = run
  say({ word: 'holding', run: id, folder })
  const session = restoreSession(run.events, { directory: run.began.directory, exports: {} })
  const commands = openCommands({
    runDirectory: folder,
    runId: id,
    bindings,
    environment: process.env,
    epoch,
    session,
  })
  const answers = {
    yes: order.yes === true,
    confirm: new Map(Object.entries(order.confirm ?? {})),
    choose: new Map(Object.entries(order.choose ?? {})),
    post: new Set<string>(),
    done: new Set<string>(),
    tick: new Set<string>(),
  }
  const observe = (notice: Notice): void => {
    if (notice.kind !== 'output') say({ word: 'notice', kind: notice.kind, ...textOf(notice) })
  }
  const interrupts = listenToSignals(() => say({ word: 'asked', what: 'ctrl-c', section: '' }))
  const doors = {
    run,
    commands,
    operator: flagOperator(answers, scripted),
    observe,
    clock: systemClock,
    interrupts,
  }
  const performer = livePerformer({
    ...doors,
    user: 'tester',
    step: false,
    unattended: order.unattended === true,
  })
  for (const note of run.notes) observe({ kind: 'warned', ...note })
  const end = await runLoop(run, { performer, observe, clock: systemClock, interrupts })
  run.close()
  await commands.close()
  interrupts.close()
  say(
    end.kind === 'ended'
      ? { word: 'end', how: end.effect.result }
      : { word: 'end', how: end.why, reason: end.reason },
  )
}

function textOf(notice: Notice): { readonly text?: string } {
  return notice.kind === 'warned' ? { text: `${notice.message}\n${notice.help ?? ''}` } : {}
}

try {
  await goOn(await (order.verb === 'start' ? begin() : takeUp()))
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  say({ word: 'refused', code: error.code, message: error.message })
  process.exitCode = 4
}
