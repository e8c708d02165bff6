import type { RunEvent } from '../../../engine/machine/types.ts'
import type { Block, Runbook, Section } from '../../../engine/model.ts'
import type { Outcome } from '../../../engine/outcome.ts'
import { lineStarts, positionAt } from '../../../engine/source.ts'
import { checkText, endedText, roleWords } from '../../facts.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { cut, textWidth } from '../width.ts'

/** A command that did not show what it must, and where in a runbook it stands. */
export interface FailedCommand {
  readonly runbook: Runbook
  readonly section: Section
  readonly block: Block
  readonly event: Pick<Extract<RunEvent, { type: 'attempted' }>, 'outcome' | 'verdict'>
}

/** A failed command of a run. */
export interface FailedBlock extends FailedCommand {
  readonly run: string
  /** Folder of the run. */
  readonly directory: string
}

/** The frame of all messages: expected beside actual, what was not started, and where the record is. */
export function failureLines(failure: FailedBlock, look: Look): string[] {
  const { section, block } = failure
  const { edge, lines } = commandFrame(failure, look)
  return [
    ...lines,
    ...notStarted(section, block).flatMap((text) => noteLines(edge, `not started: ${text}`)),
    ...outputFiles(failure).map((file) => `${edge} = output: ${escapeLine(file)}`),
    `${edge} = what happened so far: \`runbook report ${failure.run}\``,
  ]
}

/** A failed command at the line of the runbook that ran, expected beside actual; `edge` is what notes are indented by. */
export function commandFrame(
  { section, block, runbook, event }: FailedCommand,
  { style, room }: Look,
): { readonly edge: string; readonly lines: readonly string[] } {
  const index = failedLine(block, event.outcome)
  const place = positionAt(lineStarts(runbook.text), block.lineOffsets[index] ?? block.span.start)
  const source = cut(escapeLine(block.script.split('\n')[index] ?? ''), Math.max(20, room - 8))
  const number = String(place.line)
  const edge = ' '.repeat(number.length)
  const lines = [
    `${style.red(style.bold(`failed[${block.role}]`))}: the ${roleWords[block.role]} of \`${escapeLine(section.title)}\` ${endedText(event.outcome) === 'exited with 0' ? 'does not show what it must' : escapeLine(endedText(event.outcome))}`,
    `${edge}--> ${escapeLine(runbook.path)}:${place.line}:${place.column}`,
    `${edge} |`,
    `${number} | ${source}`,
    `${edge} | ${style.red('^'.repeat(Math.max(1, textWidth(source))))}`,
    ...event.verdict.checks
      .filter((check) => !check.held)
      .flatMap((check) => noteLines(edge, checkText(check))),
  ]
  return { edge, lines }
}

/** The line of the script that the shell or the interpreter complains about, else the first. */
function failedLine(block: Block, outcome: Outcome): number {
  const said = /\bline (\d{1,5})\b/.exec(
    outcome.stderr.tail === '' ? outcome.stderr.head : outcome.stderr.tail,
  )?.[1]
  const line = said === undefined ? 0 : Number(said) - 1
  return line >= 0 && line < block.lineOffsets.length ? line : 0
}

/** Where what the command printed stands, of the streams that hold something. */
function outputFiles({ directory, event }: FailedBlock): string[] {
  const { stdout, stderr } = event.outcome
  return [stdout, stderr].filter(({ bytes }) => bytes > 0).map(({ file }) => `${directory}/output/${file}`)
}

/** A note of a frame, its further lines below the first. */
export function noteLines(edge: string, text: string): string[] {
  const [first = '', ...others] = text.split('\n').map(escapeLine)
  return [`${edge} = ${first}`, ...others.map((line) => `${edge}   ${line}`)]
}

function notStarted(section: Section, failed: Block): string[] {
  const later = section.blocks.filter((block) => block.index > failed.index && block.role !== 'rollback')
  if (later.length === 0) return []
  return [
    `the ${later.map((block) => roleWords[block.role]).join(', the ')} of this section, and everything after it`,
  ]
}
