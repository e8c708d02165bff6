import type { RunEvent } from '../../../engine/machine/types.ts'
import type { Block, Section } from '../../../engine/model.ts'
import type { Command } from '../../../engine/run/commands.ts'
import { checkText, endedText, tookText } from '../../facts.ts'
import { duration } from '../../duration.ts'
import { escapeLine } from '../escape.ts'
import type { Entry } from '../model/entry.ts'
import type { Look } from '../style.ts'
import { padded, textWidth } from '../width.ts'

/** Lines of output that a check shows when it failed. */
const shown = 5

/** What is about to run at the same time. */
export function checksLines(section: Section, commands: readonly Command[], look: Look): string[] {
  const limit = Math.max(...commands.map(({ timeout }) => timeout))
  return [
    '',
    look.style.bold(`${commands.length} checks side by side`) +
      look.style.dim(` (at most ${duration(limit)})`),
    ...commands.map(({ place }) => `  ${titleOf(section, section.blocks[place.block])}`),
  ]
}

/** How all of them went: one line each, and below those that failed what was expected and the end of their output. */
export function gatheredLines(
  { section, events, elapsed, directory }: Extract<Entry, { kind: 'gathered' }>,
  look: Look,
): string[] {
  const failed = events.filter(({ verdict }) => !verdict.held)
  const titles = events.map(({ block }) => titleOf(section, section.blocks[block]))
  const column = Math.min(look.width - 24, Math.max(...titles.map(textWidth)))
  const told =
    failed.length === 0 ? `all ${events.length} hold` : `${failed.length} of ${events.length} failed`
  const head = `${told}${elapsed === '' ? '' : ` · ${elapsed}`}`
  return [
    '',
    (failed.length === 0 ? look.style.green : look.style.red)(head),
    ...events.flatMap((event, index) => checkLines(event, titles[index] ?? '', column, look)),
    ...(failed.length === 0 || directory === '' ? [] : [`  whole output: ${escapeLine(directory)}/output`]),
  ]
}

type Attempted = Extract<RunEvent, { type: 'attempted' }>

function checkLines(event: Attempted, title: string, column: number, { style }: Look): string[] {
  const { outcome, verdict } = event
  const name = padded(title, column)
  const how = style.dim(outcome.ended === 'exited' ? tookText(outcome) : escapeLine(endedText(outcome)))
  if (verdict.held) return [`  ${style.green('✓')} ${name}  ${how}`]
  const missed = verdict.checks
    .filter(({ held }) => !held)
    .map((check) => `      ${escapeLine(checkText(check))}`)
  return [`  ${style.red('✗')} ${name}  ${how}`, ...missed, ...outputEnd(event)]
}

/** The last lines that a check printed, standard error last. */
function outputEnd({ outcome: { stdout, stderr } }: Attempted): string[] {
  return [stdout, stderr]
    .flatMap(({ head, tail }) => (tail === '' ? head : tail).trimEnd().split('\n').slice(-shown))
    .filter((line) => line !== '')
    .map((line) => `      │ ${escapeLine(line)}`)
}

/** The first line of what a check runs that is no comment. */
function titleOf(section: Section, block: Block | undefined): string {
  const lines = (block?.script ?? '').split('\n').map((line) => line.trim())
  const line = lines.find((one) => one !== '' && !/^(?:#|\/\/|--)/.test(one)) ?? section.title
  const title = escapeLine(line)
  return title.length > 60 ? `${title.slice(0, 59)}…` : title
}
