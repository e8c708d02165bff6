import type { Block, Runbook, Section } from '../../model.ts'
import { flowOf, reachableFrom } from '../graph/flow.ts'
import type { Names } from './names.ts'

/** What a section may count on when it is entered: names handed on by any section that can come before it. */
export interface Inherited {
  readonly names: Set<string>
  /** Something before it may have set any name at all. */
  open: boolean
}

/** The names that reach each section, along every way of the graph. */
export function inheritedNames(runbook: Runbook, read: (block: Block) => Names): Map<Section, Inherited> {
  const flow = flowOf(runbook)
  const inherited = new Map(
    runbook.sections.map((section): [Section, Inherited] => [section, { names: new Set(), open: false }]),
  )
  for (const section of runbook.sections) {
    const handed = section.blocks.map(read)
    const names = handed.flatMap((block) => [...block.handedOn])
    const open = handed.some((block) => block.open)
    if (names.length === 0 && !open) continue
    const next = (flow.ways.get(section) ?? []).map((way) => way.to)
    for (const later of reachableFrom(next, flow)) {
      const known = inherited.get(later)
      if (known === undefined) continue
      for (const name of names) known.names.add(name)
      known.open ||= open
    }
  }
  return inherited
}
