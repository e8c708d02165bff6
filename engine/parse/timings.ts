import type { Timed } from '../model.ts'
import type { Contents } from './contents.ts'
import type { Findings } from './findings.ts'
import type { Timing } from './labels.ts'

/** What goes by the clock in a section or a phase. A second time box is found, and the first counts. */
export function timedBy({ timings }: Pick<Contents, 'timings'>, findings: Findings): Timed {
  const [box, ...more] = timings.filter(({ kind }) => kind === 'within')
  for (const { labelSpan } of more) {
    findings.add('bad-timing', labelSpan, 'a time box stands here already', {
      help: 'delete one of the two',
      ...(box === undefined
        ? {}
        : { related: [{ path: findings.path, span: box.labelSpan, label: 'first here' }] }),
    })
  }
  const reminders = timings.flatMap(({ kind, time, text, span }) =>
    kind === 'within' ? [] : [{ kind, time, text, span }],
  )
  if (box === undefined) return { reminders }
  return { reminders, timeBox: { time: box.time, text: box.text, span: box.span } }
}

/** The whole run has its target in the frontmatter. */
export function checkWhole(timings: readonly Timing[], findings: Findings): void {
  for (const { kind, labelSpan } of timings) {
    if (kind === 'within')
      findings.add('bad-timing', labelSpan, 'the time of a whole run is not a time box', {
        help: 'write `mttr: 30m` into the frontmatter, or put this below the heading of a phase or a section',
      })
  }
}

/** Where nothing is done, nobody stands while the clock goes. */
export function reportUntimed({ timings, marks }: Contents, findings: Findings): void {
  for (const span of [...timings.map(({ labelSpan }) => labelSpan), ...marks.map((mark) => mark.span)]) {
    findings.add('bad-timing', span, 'nothing is done below this heading, so this label means nothing', {
      help: 'move it below the heading of a section, of a phase, or above the first section',
    })
  }
}
