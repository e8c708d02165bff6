import type { RunEvent } from '../../machine/types.ts'
import type { Outcome } from '../../outcome.ts'
import type { Session } from '../commands.ts'

/** The session after an outcome: what a shell block changed is added when it succeeded. */
export function carryOver(session: Session, outcome: Outcome): Session {
  if (outcome.session === undefined) return session
  return {
    directory: outcome.session.directory,
    exports: { ...session.exports, ...outcome.session.exports },
  }
}

/** The session that the facts of a run add up to, from the one that it began with. */
export function restoreSession(events: readonly RunEvent[], began: Session): Session {
  return events.reduce(
    (session, event) => (event.type === 'attempted' ? carryOver(session, event.outcome) : session),
    began,
  )
}
