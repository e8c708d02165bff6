import { counted } from '../../../engine/counted.ts'
import type { Runbook } from '../../../engine/model.ts'
import type { RunView } from '../../../engine/run/performer.ts'
import { between, duration } from '../../duration.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { bindingText } from './frame.ts'
import { inline, markdownLines } from './markdown.ts'

/** What an operator must know before the first section: which runbook, which run, against what, what it will ask. */
export function headerLines(view: RunView, runbook: Runbook, resumed: boolean, look: Look): string[] {
  const { frontmatter } = runbook
  const { style } = look
  const facts = [
    ...(frontmatter.severity === undefined ? [] : [`severity ${frontmatter.severity}`]),
    ...(frontmatter.mttr === undefined ? [] : [`target ${duration(frontmatter.mttr)}`]),
    ...(frontmatter.service === undefined ? [] : [`service ${escapeLine(frontmatter.service)}`]),
    ...(frontmatter.owner === undefined ? [] : [`owner ${escapeLine(frontmatter.owner)}`]),
  ]
  return [
    style.bold(`${escapeLine(frontmatter.id)}  ${inline(runbook.title, style)}`),
    ...(facts.length === 0 ? [] : [facts.join(' · ')]),
    `${resumed ? 'goes on with' : 'starts'} run ${view.id}`,
    ...labLines(view, look),
    ...asks(runbook),
    ...inputLines(view, look),
    ...(resumed ? resumedLines(view) : introduction(runbook, look)),
  ]
}

function labLines(view: RunView, look: Look): string[] {
  if (view.lab === undefined) return []
  const words = `LAB RUN: everything here goes to the stand-in service \`${escapeLine(view.lab)}\`, not to production`
  return [look.style.yellow(words)]
}

function asks(runbook: Runbook): string[] {
  const gates = runbook.sections.flatMap((section) => section.gates)
  const blocks = runbook.sections.flatMap((section) => section.blocks)
  const counts = [
    count(gates.filter((gate) => gate.asks === 'yes').length, 'confirmation'),
    count(gates.filter((gate) => gate.asks === 'name').length, 'name to type', 'names to type'),
    count(runbook.sections.filter((section) => section.kind === 'decision').length, 'decision'),
    count(runbook.sections.filter((section) => section.kind === 'checklist').length, 'checklist'),
    count(runbook.sections.filter((section) => section.kind === 'manual').length, 'manual step'),
    count(blocks.filter(({ role }) => role === 'message').length, 'message'),
  ].filter((text) => text !== '')
  return [counts.length === 0 ? 'it asks nothing' : `it may ask for ${counts.join(', ')}`]
}

const count = (number: number, one: string, many?: string): string =>
  number === 0 ? '' : counted(number, one, many)

function inputLines(view: RunView, look: Look): string[] {
  const inputs = [...view.bindings.values()].filter((binding) => binding.from !== 'output')
  return inputs.map((binding) =>
    look.style.dim(`  ${binding.name} = ${bindingText(binding)} (${sourceWords[binding.from]})`),
  )
}

const sourceWords = {
  default: 'default',
  flag: '--input',
  file: 'input file',
  environment: 'environment',
  prompt: 'asked',
  lab: 'lab',
  output: 'output',
} as const

function introduction(runbook: Runbook, look: Look): string[] {
  const lines = runbook.introduction.flatMap((prose) => ['', ...markdownLines(prose.markdown, look)])
  return lines
}

function resumedLines(view: RunView): string[] {
  const last = view.events.at(-1)
  const since =
    last === undefined ? '' : `; the last one ${duration(between(view.startedAt, last.at))} after its start`
  const happened = counted(view.events.length, 'thing has', 'things have')
  return [`it began ${view.startedAt}, and ${happened} happened${since}`]
}
