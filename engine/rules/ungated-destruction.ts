import type { Diagnostic } from '../diagnostic.ts'
import type { Block, Section } from '../model.ts'
import { blocksOf, spanInSource } from './blocks.ts'
import { harmIn } from './destruction/judge.ts'
import type { Harm } from './destruction/finding.ts'
import type { Rule } from './rule.ts'

/**
 * A command that destroys or interrupts needs an alert above it that asks; a block whose role only looks is never
 * asked for, so there it is refused with or without one.
 */
export const ungatedDestruction: Rule = (runbook, reading) =>
  blocksOf(runbook).flatMap(({ section, block }) => {
    if (asks(section, block) && acts(block)) return []
    return harmIn(block, reading).map((harm) => finding(runbook.path, block, harm))
  })

function asks(section: Section, block: Block): boolean {
  const gate = block.gate === undefined ? undefined : section.gates[block.gate]
  return gate !== undefined && gate.asks !== 'nothing'
}

const acts = (block: Block): boolean => ['action', 'rollback', 'follow'].includes(block.role)

function finding(path: string, block: Block, harm: Harm): Diagnostic {
  const base = {
    code: 'ungated-destruction' as const,
    severity: harm.mild ? ('warning' as const) : ('error' as const),
    path,
    span: spanInSource(block, harm.span.start, harm.span.end),
  }
  if (acts(block)) {
    const message = `\`${harm.name}\` ${harm.does}, and no alert above it asks first`
    const help = `write \`> [!${harm.alert}]\` above the block, and below that line what the operator must know`
    return { ...base, message, label: 'this would run unasked', help }
  }
  return {
    ...base,
    message: `\`${harm.name}\` ${harm.does}, but a block with the role \`${block.role}\` only looks`,
    label: 'this would run unasked, alert or not',
    help: `give it the role \`action\` and an alert above it: \`> [!${harm.alert}]\``,
  }
}
