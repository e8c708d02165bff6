import type { RunEvent } from '../../../engine/machine/types.ts'
import type { Block, Runbook, Section } from '../../../engine/model.ts'
import type { Verdict } from '../../../engine/outcome.ts'
import type { Notice } from '../../../engine/run/notices.ts'
import type { RunView } from '../../../engine/run/performer.ts'
import type { Ended, Entry } from './entry.ts'
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
    ...told(verdict, block, shown, elapsed),
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
  const { event, section } = notice
  return [...told(event, section.blocks[event.block], shown, elapsed), notice]
}

/** What a command printed, and how it ended. */
function told(
  event: Ended,
  block: Block | undefined,
  shown: ShownCommand | undefined,
  elapsed: string,
): Entry[] {
  const verdict = { kind: 'verdict' as const, event, elapsed, ...(block === undefined ? {} : { block }) }
  if (shown === undefined || shown.output.total === 0) return [verdict]
  const most = shown.polls ? lines.polled : lines.other
  return [{ kind: 'output', output: shown.output, most, held: shown.polls }, verdict]
}

/** What failed stands in the frame of the failure, beside the line that failed. */
function withoutFailed({ checks }: Verdict): Verdict {
  return { held: false, checks: checks.filter(({ held }) => held) }
}
