import { counted } from '../../../engine/counted.ts'
import type { Block, Gate, Section } from '../../../engine/model.ts'
import type { Command } from '../../../engine/run/commands.ts'
import type { GateQuestion } from '../../../engine/run/operator.ts'
import { duration } from '../../duration.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { commandLines, commandTraits, framed } from './frame.ts'
import { markdownLines } from './markdown.ts'

/** All that an operator must see before passing a gate; everything of the runbook stands inside the frame. */
export function gateLines(question: GateQuestion, gate: Gate, look: Look): string[] {
  const { section, command, view } = question
  const paint = gate.kind === 'caution' ? look.style.red : look.style.yellow
  const text = markdownLines(gate.markdown, { ...look, width: look.width - 4 })
  return [
    '',
    paint(look.style.bold(`${gate.kind.toUpperCase()} in ${escapeLine(section.title)}`)),
    ...text.map((line) => `  ${paint('┃')} ${line}`),
    ...(question.checks ?? []).map(
      ({ expected, actual }) => `holds: only if ${escapeLine(expected)} (${escapeLine(actual)})`,
    ),
    ...(undoes(question) ? ['this puts the file back as it was before this section'] : []),
    ...willRun(command, look),
    ...facts([
      ['target', view.lab === undefined ? 'this machine' : `the lab ${escapeLine(view.lab)}, not production`],
      ...(question.purpose === 'rollback' ? [] : consequences(section, command)),
    ]),
    ...(gate.asks === 'name'
      ? ['to go ahead, type exactly:', ...framed(gate.typed ?? section.id, look)]
      : []),
  ]
}

/** The command in its frame, and the words that say what it is. */
export function willRun(command: Command | undefined, look: Look): string[] {
  if (command === undefined) return []
  return [`will run: ${commandTraits(command)}`, ...commandLines(command, look)]
}

function undoes({ purpose, command }: GateQuestion): boolean {
  return purpose === 'rollback' && command?.change !== undefined
}

/** What a rollback has not: something that undoes it in turn, and a verification. */
function consequences(section: Section, command: Command | undefined): [string, string][] {
  return [
    ['undone by', undoneBy(section, command)],
    ['checked by', checkedBy(section)],
  ]
}

function facts(rows: readonly (readonly [string, string])[]): string[] {
  return rows.map(([name, text]) => `${name}: ${text}`)
}

function undoneBy(section: Section, command: Command | undefined): string {
  const rollbacks = section.blocks.filter((block) => block.role === 'rollback')
  if (command?.change !== undefined) return 'a backup of the file, put back when the run rolls back'
  if (rollbacks.length === 0) return 'nothing in this runbook undoes it'
  const lines = rollbacks.flatMap((block) => block.script.split('\n')).filter((line) => line.trim() !== '')
  const left = lines.length - 1
  const more = left > 0 ? ` (and ${counted(left, 'more line')})` : ''
  return `the rollback of this section: ${escapeLine(lines[0] ?? '')}${more}`
}

function checkedBy(section: Section): string {
  const verifies = section.blocks.filter((block) => block.role === 'verify')
  if (verifies.length === 0) return 'no verification in this section'
  return verifies.map(mustText).join('; ')
}

/** What a block must show, in the words of the page. */
export function mustText(block: Block): string {
  const { expectation } = block
  if (expectation === undefined) return 'exit 0'
  const within = expectation.within === undefined ? '' : ` within ${duration(expectation.within)}`
  const { must } = expectation
  if (must.kind !== 'conditions') return `output like the sample${within}`
  return `${must.conditions.map((condition) => escapeLine(condition.text)).join(', ')}${within}`
}
