import type { Block, Runbook, Section } from '../../../engine/model.ts'

/** A runbook without its texts, small enough to keep for each of thousands: sections, roles and links stay. */
export function skeletonOf(runbook: Runbook): Runbook {
  return {
    ...runbook,
    text: '',
    introduction: [],
    samples: [],
    comments: [],
    sections: runbook.sections.map(bare),
  }
}

function bare<S extends Section>(section: S): S {
  return { ...section, body: [], gates: [], blocks: section.blocks.map(bareBlock) }
}

function bareBlock(block: Block): Block {
  return { ...block, script: '', lineOffsets: [], optionSpans: new Map() }
}
