import type { RunEvent } from '../../../engine/machine/types.ts'
import type { Runbook, Section } from '../../../engine/model.ts'
import type { Verdict } from '../../../engine/outcome.ts'
import type { Notice } from '../../../engine/run/notices.ts'
import type { RunView } from '../../../engine/run/performer.ts'
import type { Entry } from './entry.ts'
import type { ShownCommand } from './run-screen.ts'

/** A command that has ended, with what is known about it. */
export interface Judged {
  readonly notice: {
    readonly event: Extract<RunEvent, { type: 'attempted' }>
    readonly runbook: Runbook
    readonly section: Section
  }
  readonly shown: ShownCommand | undefined
  readonly view: RunView | undefined
  /** The time of the run so far. */
  readonly elapsed: string
}

/** Lines of a polled command's last try, and of any other command, that stand in the transcript. */
const lines = { polled: 40, other: 200 } as const

/** The output of a command that has ended, how it was judged, and the frame of its failure when it failed. */
export function judged({ notice, shown, view, elapsed }: Judged): Entry[] {
  const { event, runbook, section } = notice
  const block = section.blocks[event.block]
  const fails = !event.verdict.held && block !== undefined && block.role !== 'ask' && !block.options.first
  const verdict = fails ? { ...event, verdict: withoutFailed(event.verdict) } : event
  return [
    ...printed(shown),
    { kind: 'verdict', event: verdict, elapsed, ...(block === undefined ? {} : { block }) },
    ...(fails && view !== undefined
      ? [
          {
            kind: 'failure' as const,
            run: view.id,
            directory: view.directory,
            runbook,
            section,
            block,
            event,
          },
        ]
      : []),
  ]
}

/** What a look showed that was run once more: a failure of it is told with the rest, for the run does not fail by it. */
export function looked(
  notice: Extract<Notice, { kind: 'looked' }>,
  shown: ShownCommand | undefined,
  elapsed: string,
): Entry[] {
  const block = notice.section.blocks[notice.event.block]
  const verdict = {
    kind: 'verdict' as const,
    event: notice.event,
    elapsed,
    ...(block === undefined ? {} : { block }),
  }
  return [...printed(shown), verdict, notice]
}

function printed(shown: ShownCommand | undefined): Entry[] {
  if (shown === undefined || shown.output.total === 0) return []
  const most = shown.polls ? lines.polled : lines.other
  return [{ kind: 'output', output: shown.output, most, held: shown.polls }]
}

/** What failed stands in the frame of the failure, beside the line that failed. */
function withoutFailed({ checks }: Verdict): Verdict {
  return { held: false, checks: checks.filter(({ held }) => held) }
}
