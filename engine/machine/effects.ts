import type { Section } from '../model.ts'
import { defined } from './actions.ts'
import type { Now } from './context.ts'
import type { Pending } from './definition.ts'
import { boundOf } from './edges.ts'
import {
  countName,
  pendingOf,
  placeOf,
  runbookOf,
  sectionOf,
  topOf,
  type Frame,
  type RunState,
} from './frames.ts'
import { stagesOf } from './stages.ts'
import type { Effect, Place, RecoveryChoice, RunMachine, SettleChoice } from './types.ts'

/** The one effect that is open in a state; a pure reading of it. */
export function effectOf(machine: RunMachine, state: RunState): Effect {
  if (state.over !== undefined) return state.over
  const frame = topOf(state)
  const pending = pendingOf(machine, frame)
  const place = placeOf(frame)
  const { now } = frame.context
  switch (pending.kind) {
    case 'attempt':
      return attemptEffect(startsOf(machine, state, pending.block), pending, place, now)
    case 'together': {
      const open = now.together?.open ?? []
      const attempts = open.map((block) => ({ block, attempt: startsOf(machine, state, block) }))
      return { kind: 'together', ...place, attempts }
    }
    case 'tell':
      return { kind: 'tell', ...place, block: pending.block }
    case 'confirm': {
      const { gate, block, purpose } = pending
      const attempt = startsOf(machine, state, block ?? 'task') + 1
      return { kind: 'confirm', ...place, gate, ...defined({ block }), attempt, ...defined({ purpose }) }
    }
    case 'wait': {
      const { until = '', deadline } = now.poll ?? {}
      return { kind: 'wait', ...place, block: pending.block, until, ...defined({ deadline }) }
    }
    case 'choose':
      return {
        kind: 'choose',
        ...place,
        ...defined({ ask: now.ask }),
        exhausted: exhaustedOf(machine, frame),
      }
    case 'tick':
      return { kind: 'tick', ...place, item: pending.item }
    case 'instruct':
      return { kind: 'instruct', ...place }
    case 'recover':
      return recoverEffect(machine, state, frame)
    case 'settle':
      return settleEffect(pending, place, now)
    case 'call':
    case 'transfer':
    case 'end':
      break
  }
  throw new Error(`a run cannot rest at ${pending.kind}`)
}

/** The starts of a block so far; `task` counts what a manual step, a call or a checklist asks for. */
function startsOf(machine: RunMachine, state: RunState, what: number | 'task'): number {
  return state.starts[countName(machine, topOf(state), what)] ?? 0
}

function attemptEffect(
  attempt: number,
  { block, purpose, gated }: Extract<Pending, { kind: 'attempt' }>,
  place: Place,
  now: Now,
): Effect {
  return {
    kind: 'attempt',
    ...place,
    block,
    attempt,
    purpose,
    ...(gated ? defined({ confirmed: now.confirmed }) : {}),
  }
}

function settleEffect(
  { block, provable, purpose }: Extract<Pending, { kind: 'settle' }>,
  place: Place,
  now: Now,
): Effect {
  const answers: SettleChoice[] = ['done', 'not-done', 'retry', 'suspend', 'stop']
  const choices: SettleChoice[] = provable ? ['verify', ...answers] : answers
  return {
    kind: 'settle',
    ...place,
    block,
    attempt: now.doubt ?? 0,
    ...defined({ evidence: now.evidence, purpose }),
    choices,
  }
}

function recoverEffect(machine: RunMachine, state: RunState, frame: Frame): Effect {
  const section = presentSection(machine, frame)
  const failure = frame.context.now.failure ?? { kind: 'manual' as const }
  const ifItFails = mayFollow(machine, frame) ? section.ifItFails : undefined
  const rollbacks = state.armed.toReversed()
  const choices = choicesOf(section, frame.context.now, ifItFails !== undefined, rollbacks.length > 0)
  return { kind: 'recover', ...placeOf(frame), failure, choices, ...defined({ ifItFails }), rollbacks }
}

function choicesOf(section: Section, now: Now, follow: boolean, rollBack: boolean): RecoveryChoice[] {
  const rollbackFailed = now.failure?.kind === 'rollback'
  const again = now.at !== undefined || now.undone === true || rollbackFailed
  const stage = now.at === undefined ? undefined : stagesOf(section)[now.at]
  const skip = rollbackFailed || (stage !== undefined && stage.kind !== 'choose' && now.undone !== true)
  const offered: [RecoveryChoice, boolean][] = [
    ['follow', follow],
    ['retry', again],
    ['edit', again],
    ['skip', skip],
    ['roll-back', rollBack],
  ]
  const open = offered.filter(([, is]) => is).map(([choice]) => choice)
  return [...open, 'escalate', 'suspend', 'stop', 'fail']
}

function mayFollow(machine: RunMachine, frame: Frame): boolean {
  const section = presentSection(machine, frame)
  const atMost = section.ifItFails?.atMost ?? Infinity
  return (frame.context.taken[boundOf(runbookOf(machine, frame), section, 'fail')] ?? 0) < atMost
}

function exhaustedOf(machine: RunMachine, frame: Frame): number[] {
  const section = presentSection(machine, frame)
  if (section.kind !== 'decision') return []
  const runbook = runbookOf(machine, frame)
  return section.branches.flatMap(({ edge }, branch) => {
    const taken = frame.context.taken[boundOf(runbook, section, branch)] ?? 0
    return taken >= (edge.atMost ?? Infinity) ? [branch] : []
  })
}

function presentSection(machine: RunMachine, frame: Frame): Section {
  const section = sectionOf(machine, frame)
  if (section === undefined) throw new Error(`no section at ${JSON.stringify(frame.value)}`)
  return section
}
