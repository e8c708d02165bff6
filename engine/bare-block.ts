import type { Block } from './model.ts'

const nowhere = { start: 0, end: 0 }

/** What all bare blocks have in common; a value that is shared is kept once. */
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

/** A block of which only this is known: it stands nowhere, and has no options. */
export function bareBlock(known: Pick<Block, 'index' | 'role' | 'language'> & Partial<Block>): Block {
  return { ...nothing, ...known }
}
