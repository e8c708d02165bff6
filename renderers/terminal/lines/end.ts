import { counted } from '../../../engine/counted.ts'
import type { Effect } from '../../../engine/machine/types.ts'
import type { Notice } from '../../../engine/run/notices.ts'
import type { RunView } from '../../../engine/run/performer.ts'
import { escapeLine } from '../escape.ts'
import { framed } from './frame.ts'
import type { Look } from '../style.ts'

/** How a run ended, in how much time, and where its record is. */
export function endLines(
  view: RunView,
  effect: Extract<Effect, { kind: 'end' }>,
  elapsed: string,
  look: Look,
): string[] {
  const paint = effect.result === 'resolved' ? look.style.green : look.style.red
  const to = effect.to === undefined ? '' : ` to ${escapeLine(effect.to)}`
  const reason = effect.reason === undefined ? '' : `: ${escapeLine(effect.reason)}`
  const skipped = view.events.filter((event) => event.type === 'recovered' && event.choice === 'skip').length
  return [
    '',
    paint(look.style.bold(`${effect.result}${to}${reason}`)),
    ...(skipped === 0
      ? []
      : [look.style.yellow(`${counted(skipped, 'failure was', 'failures were')} skipped: see the record`)]),
    `time: ${elapsed}${view.lab === undefined ? '' : ' · lab run'}`,
    `record: \`runbook report ${view.id}\` (${escapeLine(view.directory)})`,
  ]
}

/** That a run waits, why, and what goes on with it. */
export function suspendedLines(notice: Extract<Notice, { kind: 'suspended' }>, look: Look): string[] {
  const { view } = notice
  return [
    '',
    look.style.yellow(look.style.bold(`suspended: ${escapeLine(notice.reason)}`)),
    ...(notice.note === undefined ? [] : ['note for whoever goes on:', ...framed(notice.note, look)]),
    ...(notice.why === 'unanswered'
      ? [
          'answer at a terminal, or ahead of time with `--yes`, `--confirm SECTION=TEXT`, `--choose SECTION=ANSWER`',
        ]
      : []),
    `go on: \`runbook resume ${view.id}\`; end it: \`runbook stop ${view.id} --reason TEXT\``,
  ]
}
