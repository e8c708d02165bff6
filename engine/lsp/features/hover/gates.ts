import { gateOf, sectionGate } from '../../../machine/stages.ts'
import type { Block, Gate, Runbook, Section } from '../../../model.ts'
import { holds } from '../page.ts'
import type { Hover } from './index.ts'

/** On an alert: what its gate will ask, and before what. */
export function gateHover(runbook: Runbook, offset: number): Hover | undefined {
  for (const section of runbook.sections) {
    const index = section.gates.findIndex(({ span }) => holds(span, offset))
    const gate = section.gates[index]
    if (gate !== undefined) return { span: gate.span, markdown: gateMeaning(section, gate, index) }
  }
  return undefined
}

function gateMeaning(section: Section, gate: Gate, index: number): string {
  const head = `**${gate.kind.toUpperCase()}** · ${asking(gate)}`
  const conditions = gate.onlyIf.map(({ text }) => `- only if \`${text}\``)
  if (gate.asks === 'nothing' || gate.asks === 'post') return head
  const blocks = section.blocks.filter((block) => gateOf(section, block) === index)
  const task = sectionGate(section) === index ? [`- what the operator does in “${section.title}”`] : []
  const covered = [...blocks.map((block) => `- ${blockLine(block)}`), ...task, ...conditions]
  if (covered.length === 0) return `${head}\n\nNothing below it acts, so nothing is asked.`
  return `${head}, before\n\n${covered.join('\n')}`
}

function asking(gate: Gate): string {
  if (gate.asks === 'yes') return 'asks for a yes; `--yes` answers it'
  if (gate.asks === 'name') return `asks to type \`${gate.typed ?? ''}\`; \`--yes\` never answers it`
  if (gate.asks === 'post') return 'asks whether the message is posted; `--yes` does not answer it'
  return gate.asks === 'two-people' ? 'asks for a second person' : 'asks nothing'
}

function blockLine({ role, script }: Block): string {
  const [first = '', ...rest] = script.trim().split('\n')
  return `${role} \`${first.replaceAll('`', "'")}\`${rest.length > 0 ? ' …' : ''}`
}
