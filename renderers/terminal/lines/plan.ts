import { counted } from '../../../engine/counted.ts'
import type { Runbook } from '../../../engine/model.ts'
import type { PlannedSection, Prospect } from '../../../engine/plan.ts'
import { edgeText } from '../../target.ts'
import { escapeLine } from '../escape.ts'
import { bindingText, framed } from './frame.ts'
import { inline } from './markdown.ts'
import { blockLines, gateLines } from './plan-block.ts'
import { prospectText, type PlanView } from './plan-view.ts'

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
    ...refusedLines(view),
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
    ...refusedLines(view),
    summary(view),
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
    ...gateLines(gate === undefined ? undefined : section.gates[gate], section, view.look),
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

function summary({ plan, look, missing, refused }: PlanView): string {
  const blocks = plan.runbooks.flatMap(({ sections }) => sections.flatMap((section) => section.blocks))
  const count = (kind: Prospect['kind']): number =>
    blocks.filter(({ prospect }) => prospect.kind === kind).length
  const unknown = count('unknown')
  const words = `${counted(count('would-run'), 'block')} would run, ${count('would-not-run')} would not, ${unknown} unknown`
  const inputs = missing.length === 0 ? '' : `, ${counted(missing.length, 'input')} missing`
  const paint = unknown + missing.length + refused.length > 0 ? look.style.yellow : look.style.green
  return paint(look.style.bold(`${words}${inputs}; nothing here proves that a run would succeed`))
}

/** Why a run would not even start. */
function refusedLines({ refused, look }: PlanView): string[] {
  return refused.map((reason) => look.style.red(`A RUN WOULD BE REFUSED: ${escapeLine(reason)}`))
}

const kindWords = {
  decision: 'decision',
  checklist: 'checklist',
  manual: 'by hand',
  call: 'another runbook',
} as const
const branchMarks = { taken: '→', open: '?', 'ruled-out': '·' } as const
const branchWords = { taken: 'would be taken', open: 'possible', 'ruled-out': 'ruled out' } as const
