import { counted } from '../../engine/counted.ts'
import type { Runbook } from '../../engine/model.ts'
import type { Moment, RunReport } from '../../engine/run/report.ts'
import { duration } from '../duration.ts'
import { endedText, roleWords, tookText } from '../facts.ts'
import { times, timeBoxes, whoWasTold } from './incident.ts'
import { momentText } from './moments.ts'
import { code, fenced, table, text } from './writing.ts'

/**
 * The record of a run as a post-incident report: result, timeline, every command with its verdict, every answer.
 * What only people know is left as a heading with a question. The same report always gives the same text.
 * @param proven when the text that ran was last proven, in words
 */
export function reportMarkdown(report: RunReport, proven?: string): string {
  const { runbook, began } = report
  const parts = [
    `# Post-incident report: ${text(runbook.title)}`,
    ...(began.lab === undefined
      ? []
      : [
          `> This was a lab run against the stand-in service ${code(began.lab)}. Nothing in production was touched.`,
        ]),
    table(['', ''], [...facts(report), ...(proven === undefined ? [] : [['last proven', text(proven)]])]),
    '## Impact',
    '_Who was affected, how, from when to when?_',
    ...times(report),
    ...timeBoxes(report),
    ...whoWasTold(report),
    '## Timeline',
    table(
      ['time (UTC)', 'after', 'section', 'what', 'who'],
      report.timeline.map((moment) => [
        moment.at.slice(11, 19),
        duration(moment.after),
        text(placeText(moment, runbook)),
        text(momentText(moment)),
        text(moment.who),
      ]),
    ),
    ...messages(report),
    ...answers(report),
    '## Commands',
    ...commands(report),
    '## Cause',
    '_What made it happen, and why was it not caught before?_',
    '## Follow-up',
    '- [ ] _What keeps it from happening again, who does it, until when?_',
    `- [ ] _What in ${code(runbook.frontmatter.id)} should be better after this run?_`,
  ]
  return `${parts.join('\n\n')}\n`
}

function facts(report: RunReport): string[][] {
  const { began, runbook, end } = report
  const { frontmatter } = runbook
  const operators = [
    ...new Set([
      began.operator.user,
      ...report.timeline.flatMap(({ fact }) => (fact.type === 'resumed' ? [fact.operator.user] : [])),
    ]),
  ]
  return [
    ['runbook', `${text(frontmatter.id)} (${code(runbook.path)})`],
    ...(began.incident === undefined ? [] : [['incident', text(began.incident)]]),
    ...(frontmatter.severity === undefined ? [] : [['severity', frontmatter.severity]]),
    ...(frontmatter.service === undefined ? [] : [['service', text(frontmatter.service)]]),
    ['run', code(report.run)],
    ['operator', text(operators.join(', '))],
    ['started', began.at],
    [end === undefined ? 'last record' : 'ended', report.lastAt],
    ['result', text(resultText(report))],
    ['time', timeText(report)],
    ...(began.inputs.length === 0
      ? []
      : [
          [
            'inputs',
            began.inputs
              .map((input) => code(`${input.name}=${input.secret ? '[secret]' : (input.value ?? '')}`))
              .join(' '),
          ],
        ]),
    ...(began.options.length === 0 ? [] : [['answered ahead of time', began.options.map(code).join(' ')]]),
  ]
}

function resultText({ end, state, stands }: RunReport): string {
  if (end === undefined) return `${state}, at section ${stands?.section ?? '?'}`
  const to = end.to === undefined ? '' : ` to ${end.to}`
  return `${end.result}${to}${end.reason === undefined ? '' : `: ${end.reason}`}`
}

function timeText({ elapsed, began, withinTarget }: RunReport): string {
  if (began.mttr === undefined) return duration(elapsed)
  const judged = withinTarget === undefined ? '' : withinTarget ? ', within the target' : ', over the target'
  return `${duration(elapsed)} of ${duration(began.mttr)}${judged}`
}

const answering = new Set([
  'confirmed',
  'denied',
  'chosen',
  'ticked',
  'unticked',
  'did',
  'recovered',
  'settled',
  'stopped',
])

function answers({ timeline }: RunReport): string[] {
  const given = timeline.filter(({ fact }) => answering.has(fact.type))
  if (given.length === 0) return []
  const skipped = given.filter(({ fact }) => fact.type === 'recovered' && fact.choice === 'skip').length
  return [
    '## Answers and decisions',
    ...(skipped === 0 ? [] : [`**${counted(skipped, 'failure was', 'failures were')} skipped.**`]),
    given
      .map(
        (moment) =>
          `- ${moment.at.slice(11, 19)} ${text(moment.who)}: ${text(momentText(moment))} (${text(moment.section?.title ?? 'the run')})`,
      )
      .join('\n'),
  ]
}

/** Every message as it was kept, and whether it was posted. */
function messages({ timeline }: RunReport): string[] {
  const told = timeline.filter(({ fact }) => fact.type === 'told')
  if (told.length === 0) return []
  return [
    '## Messages',
    ...told.flatMap((moment) => [
      `### ${moment.at.slice(11, 19)} ${text(moment.section?.title ?? '')}`,
      `${text(moment.who)}: ${text(momentText(moment))}; ${postedText(moment, timeline)}`,
      fenced(moment.text ?? '', 'text'),
    ]),
  ]
}

/** What became of a message after it was kept. */
function postedText({ fact, block }: Moment, timeline: readonly Moment[]): string {
  if (block?.options.post === undefined || fact.type !== 'told') return 'kept'
  const later = timeline.filter(
    ({ at, fact: { type }, block: other }) => at >= fact.at && other === block && type === 'attempted',
  )
  const posted = later.findLast(({ fact: one }) => one.type === 'attempted' && one.verdict.held)
  if (posted !== undefined) return `posted at ${posted.at.slice(11, 19)}`
  return later.length > 0 ? 'posting failed' : 'not posted'
}

function commands({ timeline }: RunReport): string[] {
  const run = timeline.filter(({ fact }) => fact.type === 'attempted' || fact.type === 'looked')
  return run.length === 0 ? ['No command was started.'] : run.flatMap(command)
}

function command({ fact, section, block, text: told }: Moment): string[] {
  if (fact.type !== 'attempted' && fact.type !== 'looked') return []
  const { outcome, verdict } = fact
  const held = block?.role === 'ask' ? 'asked' : verdict.held ? 'as expected' : 'not as expected'
  const shown = [outcome.stdout, outcome.stderr].filter((output) => output.bytes > 0)
  return [
    `### ${text(section?.title ?? fact.section)}: ${block === undefined ? 'block' : roleWords[block.role]}, ${fact.type === 'looked' ? 'once more, beside the run' : `attempt ${fact.attempt}`}`,
    `${text(endedText(outcome))} after ${tookText(outcome)}, started ${outcome.startedAt}, ${held}`,
    ...(block === undefined ? [] : [fenced(told ?? block.script, block.language)]),
    ...(verdict.checks.length === 0 || block?.role === 'ask'
      ? []
      : [
          table(
            ['expected', 'actual', ''],
            verdict.checks.map((check) => [
              text(check.expected),
              text(check.actual),
              check.held ? 'holds' : 'does not hold',
            ]),
          ),
        ]),
    ...shown.flatMap((output) => [
      `${code(`output/${output.file}`)}, ${output.bytes} bytes, SHA-256 ${code(output.sha256)}`,
      fenced(output.tail === '' ? output.head : `${output.head}\n…\n${output.tail}`, 'text'),
    ]),
  ]
}

/** The section of a moment, with its runbook when that is not the one that was started. */
function placeText({ runbook, section }: Moment, started: Runbook): string {
  const title = section?.title ?? ''
  return runbook === started ? title : `${runbook.frontmatter.id}: ${title}`
}
