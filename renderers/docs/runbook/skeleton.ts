import type { Runbook, Section } from '../../../engine/model.ts'
import { bareBlock } from '../../../engine/bare-block.ts'

/** A runbook without its texts and places, small enough to keep for each of thousands: sections, roles and links stay. */
export function skeletonOf(runbook: Runbook): Runbook {
  return {
    ...runbook,
    frontmatterPlaces: new Map(),
    text: '',
    introduction: [],
    samples: [],
    comments: [],
    sections: runbook.sections.map(bare),
  }
}

function bare<S extends Section>(section: S): S {
  const blocks = section.blocks.map(({ index, role, language }) => bareBlock({ index, role, language }))
  return { ...section, body: [], gates: [], blocks }
}
