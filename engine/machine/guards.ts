import type { Context, Signal, Together } from './context.ts'
import type { GuardParams } from './definition.ts'

type Guards = {
  readonly [Name in keyof GuardParams]: (
    context: Context,
    event: Signal,
    params: GuardParams[Name],
  ) => boolean
}

/** Every guard of every machine, by name: pure, of context, event and the definition's parameters alone. */
export const guards: Guards = {
  held: (_, event) => event.type === 'attempted' && event.verdict.held,
  again: isDue,
  takes: (_, event, { branch }) => event.type === 'chosen' && event.branch === branch,
  did: (_, event, { how }) => event.type === 'did' && event.how === how,
  resolved: (_, event) => event.type === 'returned' && event.resolved,
  chose: (_, event, { choice }) =>
    (event.type === 'recovered' || event.type === 'settled') && event.choice === choice,
  returnsTo: ({ now }, event, { stage }) =>
    event.type === 'recovered' && returnStage(now, event.choice) === stage,
  skips: ({ now }, event, { stage }) =>
    event.type === 'recovered' &&
    event.choice === 'skip' &&
    now.failure?.kind !== 'rollback' &&
    now.at === stage,
  dropsRollback: ({ now }, event) =>
    event.type === 'recovered' && event.choice === 'skip' && now.failure?.kind === 'rollback',
  gathered: ({ now }, event, { held }) => {
    const { open, again, failed } = now.together ?? none
    if (event.type !== 'attempted' || open.length + again.length !== 1) return false
    return (event.verdict.held && failed.length === 0) === held
  },
  follows: ({ now }) => now.own === true,
  unused: ({ taken }, _, { edge, atMost }) => (taken[edge] ?? 0) < atMost,
  exhausted: ({ taken }, _, { edges }) => edges.every(({ edge, atMost }) => (taken[edge] ?? 0) >= atMost),
}

const none: Together = { open: [], again: [], failed: [] }

/** What the operator interrupted, or what could not even start, is not tried again unasked. */
function isDue({ now }: Context, event: Signal, { within, retries }: GuardParams['again']): boolean {
  if (event.type !== 'attempted' || ['stopped', 'unstarted'].includes(event.outcome.ended)) return false
  if (retries !== undefined && (now.poll?.tries ?? 0) < retries) return true
  if (within === undefined) return false
  const deadline = now.poll?.deadline
  const end = deadline === undefined ? Date.parse(event.outcome.startedAt) + within : Date.parse(deadline)
  return Date.parse(event.outcome.endedAt) < end
}

/** `retry` repeats what failed, `edit` what was done with the old inputs; after rollbacks both begin the section again. */
function returnStage(now: Context['now'], choice: string): number | undefined {
  if (choice !== 'retry' && choice !== 'edit') return undefined
  if (now.undone === true || now.failure?.kind === 'rollback') return 0
  return choice === 'retry' ? now.at : now.redo
}
