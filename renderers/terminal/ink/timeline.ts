import type { RunScreen } from '../model/run-screen.ts'
import { between, duration } from '../../duration.ts'
import { factText } from '../../facts.ts'
import { escapeLine } from '../escape.ts'

/** What happened so far, oldest first: when, where, what, and who did it. */
export function timelineLines({ view }: RunScreen): string[] {
  if (view === undefined || view.events.length === 0) return ['nothing has happened yet']
  return view.events.flatMap((event) => {
    const after = duration(between(view.startedAt, event.at)).padStart(10)
    const by = event.by === undefined ? '' : ` (${event.by})`
    if (!('section' in event))
      return [`${after}  ${escapeLine(`stopped the run, because: ${event.reason}${by}`)}`]
    const runbook = view.machine.runbooks.get(event.runbook)
    const section = runbook?.sections.find(({ id }) => id === event.section)
    if (runbook === undefined || event.type === 'waited') return []
    const what = escapeLine(`${factText(event, runbook, section)}${by}`)
    return [`${after}  ${escapeLine(section?.title ?? event.section)}: ${what}`]
  })
}
