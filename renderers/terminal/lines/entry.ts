import { factText, leadsText, roleWords } from '../../facts.ts'
import { escapeText } from '../escape.ts'
import type { Entry } from '../model/entry.ts'
import type { Look } from '../style.ts'
import { checksLines, gatheredLines } from './checks.ts'
import { endLines, suspendedLines } from './end.ts'
import { failureLines } from './failure.ts'
import { commandLines, commandTraits, framed } from './frame.ts'
import { handoffLines } from './handoff.ts'
import { headerLines } from './header.ts'
import { outputLines } from './output.ts'
import { labelText, sectionLines } from './section.ts'
import { verdictLines } from './verdict.ts'

/** One entry of the transcript as lines that are safe on any terminal. */
export function entryLines(entry: Entry, look: Look): readonly string[] {
  switch (entry.kind) {
    case 'header':
      return [
        ...headerLines(entry.view, entry.runbook, entry.resumed, look),
        ...(entry.handoff === undefined ? [] : handoffLines(entry.handoff, entry.view, look)),
      ]
    case 'section':
      return [
        '',
        ...sectionLines(entry.runbook, entry.section, entry.elapsed, look),
        ...entry.boxes.map((box) => look.style.dim(box)),
      ]
    case 'command':
      return startLines(entry, look)
    case 'output':
      return [outputHeading(look), ...outputLines(entry.output, entry.most, look)]
    case 'verdict':
      return verdictLines(entry.event, entry.block, entry.elapsed, look)
    case 'failure':
      return failureLines(entry, look)
    case 'checks':
      return checksLines(entry.section, entry.commands, look)
    case 'gathered':
      return gatheredLines(entry, look)
    case 'message':
      return framed(entry.text, look)
    case 'fact':
      return factLines(entry)
    case 'looked':
      return leadLines(entry)
    case 'passed':
      return [entry.gate.kind.toUpperCase(), ...framed(entry.gate.markdown, look)]
    case 'note':
      return [
        ...setIn(`note: ${entry.message}`).map(look.style.yellow),
        ...(entry.help === undefined ? [] : setIn(`  = help: ${entry.help}`)),
      ]
    case 'time':
      return [look.style.yellow(`time: ${entry.text}`)]
    case 'end':
      return endLines(entry.view, entry.effect, entry.elapsed, look)
    case 'suspended':
      return suspendedLines(entry, look)
    case 'said':
      return entry.lines
  }
}

/** Lines of which all but the first are set in. */
function setIn(text: string): string[] {
  return escapeText(text)
    .split('\n')
    .map((line, index) => (index === 0 ? line : `    ${line}`))
}

/** What stands above the output of a command. */
export function outputHeading({ style }: Look): string {
  return style.dim('  output')
}

type Kind<K extends Entry['kind']> = Extract<Entry, { kind: K }>

function startLines({ command, purpose, section, block, seen }: Kind<'command'>, look: Look): string[] {
  const label = section === undefined || block === undefined ? [] : labelText(section, block, look)
  const { style } = look
  return [
    '',
    ...label,
    `${style.bold(`${roleWords[command.role]}${purposeWords[purpose]}`)} ${style.dim(commandTraits(command))}`,
    ...(seen ? [] : commandLines(command, look)),
  ]
}

const purposeWords = {
  work: '',
  'check-first': ' first: if this holds, the action is not needed',
  look: ' once more, beside the run',
  settle: ' once more, because it is not known whether the action ran',
  rollback: '',
} as const

function leadLines({ event, runbook, section }: Kind<'looked'>): string[] {
  const text = leadsText(event, runbook, section)
  return text === undefined ? [] : setIn(`  → ${text}`)
}

function factLines({ event, runbook, section }: Kind<'fact'>): string[] {
  const by = event.by === undefined ? '' : ` (${event.by})`
  return setIn(`  → ${factText(event, runbook, section)}${by}`)
}
