import type { Block, Runbook, Section } from '../../../engine/model.ts'

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
  return { ...section, body: [], gates: [], blocks: section.blocks.map(bareBlock) }
}

const nowhere = { start: 0, end: 0 }

/** What all blocks are bare of; a value that is shared is kept once. */
const nothing = {
  languageText: '',
  script: '',
  span: nowhere,
  lineOffsets: [],
  languageSpan: nowhere,
  roleSpan: nowhere,
  options: {},
  optionSpans: new Map(),
}

function bareBlock({ index, role, language }: Block): Block {
  return { ...nothing, index, role, language }
}
