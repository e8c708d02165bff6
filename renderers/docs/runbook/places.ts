import type { Anchor, Block, Branch, Edge, Gate, Runbook, Sample, Section } from '../../../engine/model.ts'

/** What stands at which offset of a runbook's text: the pieces of its page that are more than prose. */
export interface Places {
  readonly blocks: ReadonlyMap<number, Block>
  readonly expectations: ReadonlyMap<number, NonNullable<Block['expectation']>>
  readonly gates: ReadonlyMap<number, Gate>
  readonly samples: ReadonlyMap<number, Sample>
  readonly branches: ReadonlyMap<number, Branch>
  readonly headings: ReadonlyMap<number, { readonly id: string; readonly anchor: Anchor }>
  readonly sections: ReadonlyMap<string, Section>
}

/** Gathers them once, in time linear in the runbook. */
export function placesIn(runbook: Runbook): Places {
  const blocks = runbook.sections.flatMap((section) => section.blocks)
  const gates = runbook.sections.flatMap((section) => section.gates)
  const branches = runbook.sections.flatMap((section) =>
    section.kind === 'decision' ? section.branches : [],
  )
  return {
    blocks: byStart(blocks),
    expectations: byStart(
      blocks.flatMap(({ expectation }) => (expectation === undefined ? [] : [expectation])),
    ),
    gates: byStart(gates),
    samples: byStart(runbook.samples),
    branches: byStart(branches),
    headings: new Map([...runbook.anchors].map(([id, anchor]) => [anchor.span.start, { id, anchor }])),
    sections: new Map(runbook.sections.map((section) => [section.id, section])),
  }
}

function byStart<T extends { readonly span: Edge['span'] }>(things: readonly T[]): Map<number, T> {
  return new Map(things.map((thing) => [thing.span.start, thing]))
}

/** For a text that stands elsewhere than in its file: an offset in it means nothing there. */
export const noPlaces: Places = {
  blocks: new Map(),
  expectations: new Map(),
  gates: new Map(),
  samples: new Map(),
  branches: new Map(),
  headings: new Map(),
  sections: new Map(),
}
