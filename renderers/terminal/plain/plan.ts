import type { RunEvent, RunMachine } from '../../../engine/machine/types.ts'
import type { Block, Gate, Runbook, Section } from '../../../engine/model.ts'
import type { Plan, PlannedBlock, PlannedPlace, PlannedSection, Prospect } from '../../../engine/plan.ts'
import type { Binding, Bindings } from '../../../engine/run/types.ts'
import { lineStarts, positionAt } from '../../../engine/source.ts'
import { edgeText } from '../../target.ts'
import { endedText, roleWords } from '../../facts.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { bindingText, framed, usesLines } from './frame.ts'
import { inline } from './markdown.ts'

/** What a dry run shows: everything that a run would do, and how certain that is. */
export interface PlanView {
  readonly plan: Plan
  readonly machine: RunMachine
  readonly bindings: Bindings
  /** Inputs that a run would ask for. */
  readonly missing: readonly string[]
  /** What was found out by running `read` and `ask` blocks; empty when nothing was run. */
  readonly events: readonly RunEvent[]
  readonly look: Look
}

/** The whole plan: each runbook, section, gate, block and branch, in the order of the page, then a count. */
export function planLines(view: PlanView): string[] {
  const { plan, machine, look } = view
  const start = machine.runbooks.get(machine.start)
  const title =
    start === undefined ? '' : `${escapeLine(start.frontmatter.id)}  ${inline(start.title, look.style)}`
  return [
    look.style.bold(title),
    view.events.length > 0
      ? 'DRY RUN: `read` and `ask` blocks were run, and nothing else; nothing was recorded'
      : 'DRY RUN: nothing is executed and nothing is written',
    ...inputLines(view),
    ...plan.runbooks.flatMap((planned, index) => {
      const runbook = machine.runbooks.get(planned.path)
      if (runbook === undefined) return []
      const heading =
        index === 0
          ? []
          : [
              '',
              look.style.bold(
                `then the runbook ${escapeLine(runbook.frontmatter.id)}: ${inline(runbook.title, look.style)} (${escapeLine(runbook.path)})`,
              ),
            ]
      return [...heading, ...planned.sections.flatMap((section) => sectionLines(runbook, section, view))]
    }),
    '',
    summary(plan, view),
  ]
}

function inputLines({ bindings, missing, look }: PlanView): string[] {
  return [
    ...[...bindings.values()].map((binding) =>
      look.style.dim(`  ${binding.name} = ${bindingText(binding)} (${binding.from})`),
    ),
    ...missing.map((name) => look.style.yellow(`  ${name} = ? (a run would ask for it)`)),
  ]
}

function sectionLines(runbook: Runbook, planned: PlannedSection, view: PlanView): string[] {
  const { section, prospect, gate, branches } = planned
  const { style } = view.look
  const kind = section.kind === 'step' ? '' : ` (${kindWords[section.kind]})`
  return [
    '',
    `${style.bold(`── ${inline(section.title, style)}`)}${kind} · ${prospectText(prospect, view)}`,
    ...gateLines(gate === undefined ? undefined : section.gates[gate], view.look),
    ...(section.kind === 'manual' ? framed(section.instruction.markdown, view.look) : []),
    ...(section.kind === 'checklist' ? section.items.map((item) => `  [ ] ${inline(item.text, style)}`) : []),
    ...(section.kind === 'call' ? [`  runs ${escapeLine(section.runbook.href)} and comes back`] : []),
    ...planned.blocks.flatMap((block) => blockLines(runbook, planned, block, view)),
    ...branches.map(({ branch, state }) => {
      const edge = section.kind === 'decision' ? section.branches[branch] : undefined
      return edge === undefined
        ? ''
        : `  ${branchMarks[state]} ${inline(edge.answer, style)} → ${escapeLine(edgeText(edge.edge, runbook))} (${branchWords[state]})`
    }),
    ...(section.next === undefined ? [] : [`  then → ${escapeLine(edgeText(section.next, runbook))}`]),
    ...(section.ifItFails === undefined
      ? []
      : [`  if it fails → ${escapeLine(edgeText(section.ifItFails, runbook))}`]),
  ]
}

function blockLines(
  runbook: Runbook,
  { section }: PlannedSection,
  planned: PlannedBlock,
  view: PlanView,
): string[] {
  const block = section.blocks[planned.block]
  if (block === undefined) return []
  const { line } = positionAt(lineStarts(runbook.text), block.span.start)
  const gate = planned.gate === undefined ? undefined : section.gates[planned.gate]
  const remote = block.options.on === undefined ? '' : ` on ${escapeLine(block.options.on)}`
  return [
    ...gateLines(gate, view.look),
    `  ${roleWords[block.role]} (${block.language}${remote}, line ${line}) · ${prospectText(planned.prospect, view)}`,
    ...framed(block.script, view.look),
    ...foundLines(runbook, section, block, view),
    ...usesLines(usedBy(block, view.bindings), view.look),
    ...expectedLines(block),
  ]
}

/** How a block that was run to explore ended, and the first line that it printed. */
function foundLines(runbook: Runbook, section: Section, block: Block, { events, look }: PlanView): string[] {
  const event = events.findLast(
    (one) =>
      one.type === 'attempted' &&
      one.runbook === runbook.path &&
      one.section === section.id &&
      one.block === block.index,
  )
  if (event?.type !== 'attempted') return []
  const printed = event.outcome.stdout.head.trim().split('\n')[0] ?? ''
  return [
    look.style.cyan(`  ran now: ${escapeLine(endedText(event.outcome))}`),
    ...(printed === '' ? [] : framed(printed, look)),
  ]
}

/** The inputs whose names a script holds. */
function usedBy(block: Block, bindings: Bindings): Binding[] {
  return [...bindings.values()].filter(({ name }) => new RegExp(`\\b${name}\\b`).test(block.script))
}

function expectedLines({ expectation }: Block): string[] {
  if (expectation === undefined || expectation.must.kind !== 'conditions') return []
  return [
    `  must show ${expectation.must.conditions.map((condition) => escapeLine(condition.text)).join(', ')}`,
  ]
}

function gateLines(gate: Gate | undefined, look: Look): string[] {
  if (gate === undefined) return []
  const asks =
    gate.asks === 'name'
      ? `asks to type ${escapeLine(gate.typed ?? 'the name')}`
      : gate.asks === 'yes'
        ? 'asks for a yes'
        : 'needs a second person'
  return [look.style.yellow(`  ${gate.kind.toUpperCase()}: ${asks}`)]
}

function prospectText(prospect: Prospect, { look, machine }: PlanView): string {
  switch (prospect.kind) {
    case 'would-run':
      return look.style.green('would run')
    case 'would-not-run':
      return look.style.dim(`would not run, because ${escapeLine(prospect.because)}`)
    case 'unknown':
      return look.style.yellow(`unknown until ${placeText(prospect.until, machine)}`)
  }
}

function placeText({ runbook: path, section: id, block }: PlannedPlace, machine: RunMachine): string {
  const section = machine.runbooks.get(path)?.sections.find((candidate) => candidate.id === id)
  const title = `\`${escapeLine(section?.title ?? id)}\``
  const role = block === undefined ? undefined : section?.blocks[block]?.role
  return role === undefined ? `somebody has answered ${title}` : `the ${roleWords[role]} of ${title} has run`
}

function summary(plan: Plan, { look, missing }: PlanView): string {
  const blocks = plan.runbooks.flatMap(({ sections }) => sections.flatMap((section) => section.blocks))
  const count = (kind: Prospect['kind']): number =>
    blocks.filter(({ prospect }) => prospect.kind === kind).length
  const unknown = count('unknown')
  const words = `${count('would-run')} blocks would run, ${count('would-not-run')} would not, ${unknown} unknown`
  const inputs = missing.length === 0 ? '' : `, ${missing.length} inputs missing`
  const paint = unknown > 0 || missing.length > 0 ? look.style.yellow : look.style.green
  return paint(look.style.bold(`${words}${inputs}; nothing here proves that a run would succeed`))
}

const kindWords = {
  decision: 'decision',
  checklist: 'checklist',
  manual: 'by hand',
  call: 'another runbook',
} as const
const branchMarks = { taken: '→', open: '?', 'ruled-out': '·' } as const
const branchWords = { taken: 'would be taken', open: 'possible', 'ruled-out': 'ruled out' } as const
