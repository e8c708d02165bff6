import type { Block, Runbook } from '../../../model.ts'
import type { Span } from '../../../source.ts'
import { holds } from '../page.ts'
import { languageMeaning, optionMeaning, roleMeaning } from '../words.ts'
import type { Hover } from './index.ts'

/** On a word of an info string: what the language, the role or the option means. */
export function blockHover(runbook: Runbook, offset: number): Hover | undefined {
  const block = runbook.sections
    .flatMap(({ blocks }) => blocks)
    .find(({ languageSpan, lineOffsets, span }) =>
      holds({ start: languageSpan.start, end: lineOffsets[0] ?? span.end }, offset),
    )
  return block === undefined ? undefined : wordOf(block, offset)
}

function wordOf(block: Block, offset: number): Hover | undefined {
  if (holds(block.languageSpan, offset))
    return word(block.languageText, languageMeaning[block.language], block.languageSpan)
  if (holds(block.roleSpan, offset)) return word(block.role, roleMeaning[block.role], block.roleSpan)
  for (const [option, span] of block.optionSpans)
    if (holds(span, offset)) return word(option, optionMeaning[option]?.means, span)
  return undefined
}

function word(name: string, meaning: string | undefined, span: Span): Hover | undefined {
  return meaning === undefined ? undefined : { span, markdown: `**${name}** · ${meaning}` }
}
