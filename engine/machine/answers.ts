import type { Outcome, Verdict } from '../outcome.ts'
import { outlineOf } from './outline.ts'
import type { BlockPlace, Effect, InRollback, Place, RunEvent, RunMachine } from './types.ts'

/**
 * One fact of every kind that may answer an effect, with made-up outcomes: what walks and tests send. A command that was
 * interrupted is never polled or retried, so every failure can be reached without a clock.
 * @param at ISO instant of the facts, and of the outcomes in them
 * @param digest what is confirmed at gates
 */
export function answersTo(machine: RunMachine, effect: Effect, at: string, digest: string): RunEvent[] {
  switch (effect.kind) {
    case 'attempt':
      return attemptAnswers(effect, at, digest)
    case 'together':
      return effect.attempts.slice(0, 1).flatMap((one) => lookAnswers({ ...placeOf(effect), ...one }, at))
    case 'tell':
      return [{ type: 'told', at, ...blockOf(effect), text: 'told' }]
    case 'confirm': {
      const gate = {
        at,
        ...placeOf(effect),
        gate: effect.gate,
        ...(effect.block === undefined ? {} : { block: effect.block }),
        ...inRollback(effect),
      }
      return [
        { type: 'confirmed', ...gate, digest, ...conditionsMet(machine, effect) },
        { type: 'denied', ...gate },
      ]
    }
    case 'choose':
      return openBranches(machine, effect).map((branch) => ({
        type: 'chosen',
        at,
        ...placeOf(effect),
        branch,
        from: 'operator',
      }))
    case 'tick':
      return (['ticked', 'unticked'] as const).map((type) => ({
        type,
        at,
        ...placeOf(effect),
        item: effect.item,
      }))
    case 'instruct':
      return (['done', 'failed', 'skipped'] as const).map((how) => ({
        type: 'did',
        at,
        ...placeOf(effect),
        how,
      }))
    case 'wait':
      return [{ type: 'waited', at: effect.until, ...blockOf(effect) }]
    case 'recover':
      return effect.choices.flatMap((choice): RunEvent[] =>
        choice === 'suspend' ? [] : [{ type: 'recovered', at, ...placeOf(effect), choice }],
      )
    case 'settle':
      return effect.choices.flatMap((choice): RunEvent[] =>
        choice === 'suspend' ? [] : [{ type: 'settled', at, ...blockOf(effect), choice }],
      )
    case 'end':
      return []
    default:
      return effect satisfies never
  }
}

function attemptAnswers(
  effect: Extract<Effect, { kind: 'attempt' }>,
  at: string,
  digest: string,
): RunEvent[] {
  const start = { at, ...blockOf(effect), attempt: effect.attempt, ...inRollback(effect) }
  return [
    { type: 'attempted', ...start, outcome: outcomeAt(at, 'exited', 0), verdict: verdict(true) },
    { type: 'attempted', ...start, outcome: outcomeAt(at, 'exited', 1), verdict: verdict(false) },
    { type: 'attempted', ...start, outcome: outcomeAt(at, 'stopped', 1), verdict: verdict(false) },
    { type: 'doubted', ...start, detail: 'nothing is known of it' },
    ...(effect.confirmed === undefined
      ? []
      : [{ type: 'changed' as const, ...start, digest: `not ${digest}` }]),
  ]
}

/** A check that holds for each **Only if** of a gate. */
function conditionsMet(
  machine: RunMachine,
  { runbook, section: id, gate }: Extract<Effect, { kind: 'confirm' }>,
): { readonly checks?: Verdict['checks'] } {
  const book = machine.runbooks.get(runbook)
  const asked = (book && outlineOf(book).sections.get(id))?.gates[gate]?.onlyIf ?? []
  if (asked.length === 0) return {}
  return { checks: asked.map(({ text }) => ({ expected: text, actual: 'made up', held: true })) }
}

function lookAnswers(start: BlockPlace & { readonly attempt: number }, at: string): RunEvent[] {
  return [
    { type: 'attempted', at, ...start, outcome: outcomeAt(at, 'exited', 0), verdict: verdict(true) },
    { type: 'attempted', at, ...start, outcome: outcomeAt(at, 'exited', 1), verdict: verdict(false) },
    { type: 'doubted', at, ...start, detail: 'nothing is known of it' },
  ]
}

function openBranches(
  machine: RunMachine,
  { runbook, section: id, exhausted }: Extract<Effect, { kind: 'choose' }>,
): number[] {
  const book = machine.runbooks.get(runbook)
  const section = book && outlineOf(book).sections.get(id)
  if (section?.kind !== 'decision') return []
  return section.branches.map((_, branch) => branch).filter((branch) => !exhausted.includes(branch))
}

function inRollback({ purpose }: { readonly purpose?: string }): InRollback {
  return purpose === 'rollback' ? { purpose } : {}
}

function placeOf({ frame, runbook, section }: Place): Place {
  return { frame, runbook, section }
}

function blockOf(place: BlockPlace): BlockPlace {
  return { ...placeOf(place), block: place.block }
}

function outcomeAt(at: string, ended: Outcome['ended'], code: number): Outcome {
  const silence = { file: '', bytes: 0, sha256: '', head: '', tail: '' }
  return { ended, code, startedAt: at, endedAt: at, stdout: silence, stderr: silence, values: {} }
}

function verdict(held: boolean): Verdict {
  return { held, checks: [] }
}
