import { rested, type Context, type Now, type Poll, type Signal, type Together } from './context.ts'
import type { ActionParams } from './definition.ts'
import type { Failure } from './types.ts'

type Actions = {
  readonly [Name in keyof ActionParams]: (
    context: Context,
    event: Signal,
    params: ActionParams[Name],
  ) => Partial<Context>
}

/** Every action of every machine, by name: each gives the parts of the context that it changes. */
export const actions: Actions = {
  enter: () => ({ now: {} }),
  proceed: ({ now }) => ({ now: rested(now) }),
  answer: (_, event) => ({ now: event.type === 'attempted' ? { ask: event.outcome } : {} }),
  confirm: ({ now }, event) => ({
    now: event.type === 'confirmed' ? { ...now, confirmed: event.digest } : now,
  }),
  spend: ({ now }) => ({ now: defined({ ...now, confirmed: undefined }) }),
  postpone: ({ now }, event, params) => ({ now: { ...now, poll: nextPoll(now, event, params) } }),
  fail: ({ now }, event, { kind, at, redo, block, detail, together }) => ({
    now: {
      ...rested(now),
      failure:
        together === undefined
          ? failureOf(event, { kind, ...defined({ block, detail }) })
          : gatheredFailure(kind, gathered(now.together, event)),
      ...defined({ at, redo }),
    },
  }),
  gather: ({ now }, event) => ({ now: { ...now, together: gathered(now.together, event) } }),
  doubt: ({ now }, event) => ({
    now: { ...rested(now), ...(event.type === 'doubted' ? { doubt: event.attempt } : {}) },
  }),
  witness: ({ now }, event) => ({ now: { ...rested(now), ...doubtOf(now), ...evidenceOf(event) } }),
  take: ({ taken }, _, { edge }) => ({ taken: { ...taken, [edge]: (taken[edge] ?? 0) + 1 } }),
  rollBack: ({ now }, _, { drop, own }) => ({
    now: drop === true ? { ...now, undoing: 'next' } : defined({ ...now, undoing: 'newest', own }),
  }),
  rolledBack: ({ now }) => ({
    now: defined({
      ...now,
      undoing: undefined,
      own: undefined,
      cause: undefined,
      failure: now.cause ?? now.failure,
      undone: true,
    }),
  }),
  rollbackFailed: ({ now }, event) => ({
    now: defined({
      ...now,
      undoing: undefined,
      cause: now.cause ?? now.failure,
      failure: event.type === 'rollback-failed' ? event.failure : now.failure,
    }),
  }),
  end: ({ now }, event, params) => ({ now: { ...now, end: { ...chosenEnd(event), ...params } } }),
}

/** An object without the properties that are not there: contexts are plain JSON. */
export function defined<T extends object>(parts: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never
}

function nextPoll(now: Now, event: Signal, { within, every }: ActionParams['postpone']): Poll {
  if (event.type !== 'attempted') return { tries: 0, until: '' }
  const { startedAt, endedAt } = event.outcome
  const deadline =
    now.poll?.deadline ?? (within === undefined ? undefined : instant(Date.parse(startedAt) + within))
  const next = Date.parse(endedAt) + every
  const until = instant(deadline === undefined ? next : Math.min(next, Date.parse(deadline)))
  return { tries: (now.poll?.tries ?? 0) + 1, until, ...defined({ deadline }) }
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

/** Checks side by side after one of them has ended, or was lost. */
function gathered(together: Together | undefined, event: Signal): Together {
  const { open, again, failed } = together ?? { open: [], again: [], failed: [] }
  if (event.type !== 'attempted' && event.type !== 'doubted') return { open, again, failed }
  const rest = open.filter((block) => block !== event.block)
  if (event.type === 'doubted') return { open: rest, again: [...again, event.block], failed }
  if (event.verdict.held) return { open: rest, again, failed }
  const { block, outcome, verdict } = event
  return {
    open: rest,
    again,
    failed: [...failed, { block, outcome, verdict }].sort((a, b) => a.block - b.block),
  }
}

function gatheredFailure(kind: Failure['kind'], { failed }: Together): Failure {
  return { kind, ...failed[0], together: failed }
}

function failureOf(event: Signal, failure: Failure): Failure {
  if (event.type === 'attempted') return { ...failure, outcome: event.outcome, verdict: event.verdict }
  if (event.type === 'returned') return { ...failure, detail: event.detail }
  if (event.type === 'did' || event.type === 'unticked')
    return { ...failure, ...defined({ detail: event.note ?? failure.detail }) }
  if (event.type === 'denied') return { ...failure, ...defined({ detail: event.detail ?? failure.detail }) }
  return failure
}

function doubtOf(now: Now): Now {
  return now.doubt === undefined ? {} : { doubt: now.doubt }
}

function evidenceOf(event: Signal): Now {
  return event.type === 'attempted' ? { evidence: { outcome: event.outcome, verdict: event.verdict } } : {}
}

function chosenEnd(event: Signal): NonNullable<Now['end']> {
  if (event.type === 'recovered') return defined({ to: event.to, reason: event.reason })
  if (event.type === 'settled' || event.type === 'stopped') return defined({ reason: event.reason })
  return {}
}
