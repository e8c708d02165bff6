import { isInstruction, readConditional } from './conditions.ts'
import type { Context } from './context.ts'
import { asPlain } from './escape.ts'

/** A sentence that says what to do only in some case, and that stays a sentence: the author sees where a decision is missing. */
export function noteCondition(markdown: string, line: number, { notes, purpose, section }: Context): void {
  if (purpose === 'context' || purpose === 'reference' || section.level === 0) return
  const sentences = markdown.split(/(?<=[.!?])\s+(?=\p{Lu})|\n(?=\s*(?:\*\*|__)?If\b)/u)
  for (const sentence of sentences) {
    const found = readConditional(sentence.trim())
    if (found === undefined || found.isOtherwise || !isInstruction(asPlain(found.consequence))) continue
    notes.add(
      'condition-kept',
      line,
      `this is done in one case only, and stays a sentence: \`${asPlain(found.condition).replaceAll('`', '').slice(0, 60)}\``,
      'make it a decision when the way divides here',
      sentence.trim().slice(0, 40),
    )
  }
}
