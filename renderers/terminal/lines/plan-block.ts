import type { Block, Gate, Runbook, Section } from '../../../engine/model.ts'
import type { PlannedBlock, PlannedSection } from '../../../engine/plan.ts'
import type { Binding, Bindings } from '../../../engine/run/commands.ts'
import { lineStarts, positionAt } from '../../../engine/source.ts'
import { endedText, roleWords } from '../../facts.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { framed, usesLines } from './frame.ts'
import { mustText } from './gate.ts'
import { prospectText, type PlanView } from './plan-view.ts'

/** One block: whether it would run, its gate, the exact command, its inputs, what it must show. */
export function blockLines(
  runbook: Runbook,
  { section }: PlannedSection,
  planned: PlannedBlock,
  view: PlanView,
): string[] {
  const block = section.blocks[planned.block]
  if (block === undefined) return []
  const { line } = positionAt(lineStarts(runbook.text), block.span.start)
  const gate = planned.gate === undefined ? undefined : section.gates[planned.gate]
  return [
    ...gateLines(gate, section, view.look),
    `  ${roleWords[block.role]} (${[...traits(block), `line ${line}`].join(', ')}) · ${prospectText(planned.prospect, view)}`,
    ...framed(block.script, view.look, block.language),
    ...foundLines(runbook, section, block, view),
    ...usesLines(usedBy(block, view.bindings), view.look),
    ...(block.expectation === undefined ? [] : [`  must show ${mustText(block)}`]),
  ]
}

/** What decides where a block acts, beside its script: as the page has it, for a plan is made before values are known. */
function traits({ language, options }: Block): string[] {
  const said = [
    ['on', options.on],
    ['changes', options.file],
    ['in', options.cwd],
    ['as', options.as],
    ['posts to', options.post],
  ] as const
  return [
    language,
    ...said.flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${escapeLine(value)}`])),
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

/** The inputs whose names a script, its file or its folder holds. */
function usedBy({ script, options }: Block, bindings: Bindings): Binding[] {
  const texts = [script, options.file ?? '', options.cwd ?? '', options.post ?? ''].join('\n')
  return [...bindings.values()].filter(({ name }) => new RegExp(`\\b${name}\\b`).test(texts))
}

/** What a gate would ask. */
export function gateLines(gate: Gate | undefined, section: Section, look: Look): string[] {
  if (gate === undefined) return []
  const asks = {
    name: `asks to type ${escapeLine(gate.typed ?? section.id)}`,
    yes: 'asks for a yes',
    post: 'asks before it is posted; `--yes` does not answer',
    'two-people': 'needs a second person',
    nothing: 'asks nothing',
  }[gate.asks]
  const only = gate.onlyIf.map(({ text }) => `  may be passed only if ${escapeLine(text)}`)
  return [look.style.yellow(`  ${gate.kind.toUpperCase()}: ${asks}`), ...only]
}
