import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { advance, begin } from '../../machine/index.ts'
import type { BlockPlace, Effect, RunEvent, RunMachine, Turn } from '../../machine/types.ts'
import type { Known } from '../../plan.ts'
import { learn } from '../../run/bindings.ts'
import { systemClock } from '../../run/clock.ts'
import { openCommands } from '../../run/command/open.ts'
import type { Lab } from '../../run/lab.ts'
import { branchVerdicts, verdictOf } from '../../run/performers/verdict.ts'
import { sectionOf } from '../../run/runner.ts'
import type { Binding, Bindings, Commands } from '../../run/commands.ts'
import type { RunView } from '../../run/performer.ts'
import { knownBefore } from './known.ts'

/** What was found out by running what only looks. */
export interface Explored {
  readonly known: Known
  /** The inputs, and the values that blocks handed on. */
  readonly bindings: Bindings
  readonly events: readonly RunEvent[]
}

type Fact<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>

/**
 * Runs `read` and `ask` blocks from the start on, along the way that is known, until the first thing that may not be
 * done without an operator. Nothing is recorded: output goes to a folder that is removed again.
 */
export async function explore(
  machine: RunMachine,
  bindings: Bindings,
  choose: ReadonlyMap<string, string>,
  lab: Lab | undefined,
): Promise<Explored> {
  const directory = mkdtempSync(join(tmpdir(), 'runbook-explore-'))
  mkdirSync(join(directory, 'output'))
  const commands = openCommands({
    runDirectory: directory,
    runId: 'explore',
    bindings,
    environment: process.env,
    epoch: 1,
    ...(lab === undefined ? {} : { lab, secrets: lab.secrets }),
  })
  const learned = new Map<string, Binding>(bindings)
  try {
    const events = await walk(machine, learned, choose, { commands, directory })
    return { known: knownAfter(events, learned, choose), bindings: learned, events }
  } finally {
    await commands.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

interface Doors {
  readonly commands: Commands
  readonly directory: string
}

async function walk(
  machine: RunMachine,
  bindings: Map<string, Binding>,
  choose: ReadonlyMap<string, string>,
  doors: Doors,
): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  const startedAt = systemClock.now()
  let turn: Turn = begin(machine)
  for (;;) {
    const view = {
      id: 'explore',
      machine,
      snapshot: turn.snapshot,
      bindings,
      startedAt,
      events,
      directory: doors.directory,
    }
    const event = await look(turn.effect, view, choose, doors.commands)
    if (event === undefined) return events
    events.push(event)
    learn(bindings, event)
    turn = advance(machine, turn.snapshot, event)
  }
}

/** The fact of an effect that only looks; nothing for every other one. */
async function look(
  effect: Effect,
  view: RunView,
  choose: ReadonlyMap<string, string>,
  commands: Commands,
): Promise<RunEvent | undefined> {
  if (effect.kind === 'attempt') return attempt(effect, view, commands)
  if (effect.kind === 'together') return lookAtFirst(effect, view, commands)
  if (effect.kind === 'choose') return take(effect, view, choose)
  if (effect.kind !== 'wait') return undefined
  await systemClock.until(effect.until, new AbortController().signal)
  const { frame, runbook, section, block } = effect
  return { at: systemClock.now(), type: 'waited', frame, runbook, section, block }
}

/** Checks that run side by side tell the same one after the other. */
async function lookAtFirst(
  { frame, runbook, section, attempts: [first] }: Extract<Effect, { kind: 'together' }>,
  view: RunView,
  commands: Commands,
): Promise<Fact<'attempted'> | undefined> {
  return first && attempt({ frame, runbook, section, ...first }, view, commands)
}

async function attempt(
  effect: Pick<Extract<Effect, { kind: 'attempt' }>, keyof BlockPlace | 'attempt'>,
  view: RunView,
  commands: Commands,
): Promise<Fact<'attempted'> | undefined> {
  const { runbook, section } = sectionOf(view, effect)
  const block = section.blocks[effect.block]
  if (block === undefined || (block.role !== 'read' && block.role !== 'ask')) return undefined
  const place = { frame: effect.frame, runbook: effect.runbook, section: effect.section, block: effect.block }
  const command = await commands.prepare(runbook, section, block, place, view.bindings)
  if ('reason' in command) return undefined
  const running = await commands.start(command, { place, attempt: effect.attempt })
  const outcome = await running.outcome
  const verdict = await verdictOf(outcome, block, view)
  return { at: systemClock.now(), type: 'attempted', ...place, attempt: effect.attempt, outcome, verdict }
}

async function take(
  effect: Extract<Effect, { kind: 'choose' }>,
  view: RunView,
  choose: ReadonlyMap<string, string>,
): Promise<Fact<'chosen'> | undefined> {
  const { section } = sectionOf(view, effect)
  if (section.kind !== 'decision') return undefined
  const named = knownBefore(view.bindings, choose).possible(effect.runbook, section)
  const verdicts = await branchVerdicts(section, effect.ask, view)
  const measured = verdicts?.findIndex((verdict) => verdict.held) ?? -1
  const branch = named?.length === 1 ? named[0] : measured
  if (branch === undefined || branch < 0) return undefined
  const place = { frame: effect.frame, runbook: effect.runbook, section: effect.section }
  return { at: systemClock.now(), type: 'chosen', ...place, branch, from: 'conditions' }
}

function knownAfter(
  events: readonly RunEvent[],
  bindings: Bindings,
  choose: ReadonlyMap<string, string>,
): Known {
  const before = knownBefore(bindings, choose)
  return {
    possible(runbook, section) {
      const taken = events.findLast(
        (event) => event.type === 'chosen' && event.runbook === runbook && event.section === section.id,
      )
      return taken?.type === 'chosen' ? [taken.branch] : before.possible(runbook, section)
    },
    held(runbook, section, block) {
      const ran = events.findLast(
        (event) =>
          event.type === 'attempted' &&
          event.runbook === runbook &&
          event.section === section &&
          event.block === block,
      )
      return ran?.type === 'attempted' ? ran.verdict.held : undefined
    },
  }
}
