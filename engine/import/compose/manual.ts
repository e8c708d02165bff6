import { type SectionDraft, isActive } from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourceSection } from '../read/page.ts'
import type { Context } from '../recognise/context.ts'
import { isInstruction } from '../recognise/conditions.ts'
import { asPlain } from '../recognise/escape.ts'
import { isNumbered } from '../recognise/roles.ts'
import { byHand } from './doable.ts'

/** Prose that tells somebody to do something is a manual step; a guess where only one of its words and its heading says so. */
export function makeManual(
  sections: readonly SectionDraft[],
  source: SourceSection,
  purpose: Context['purpose'],
  notes: Notes,
  isIntroduction = false,
): void {
  const [section] = sections
  if (section === undefined || sections.some(({ parts }) => parts.some(isActive))) return
  if (purpose === 'context' || purpose === 'reference' || source.level < 1) return
  const texts = section.parts.flatMap((part) =>
    part.kind === 'text' && part.pieces.some((piece) => 'text' in piece) ? [part] : [],
  )
  const told = texts.find((part) => part.pieces.some((piece) => 'text' in piece && tells(piece.text)))
  const listed = texts.find((part) =>
    part.pieces.some((piece) => 'text' in piece && /^\s*\d+[.)]\s/.test(piece.text)),
  )
  const procedural =
    !isIntroduction && ((purpose !== 'none' && purpose !== 'escalate') || isNumbered(source.title))
  const chosen = told ?? (procedural ? (listed ?? texts[0]) : undefined)
  if (chosen === undefined && procedural && section.parts.length > 0) byHand(section)
  if (chosen === undefined) return
  chosen.action = true
  if (chosen === told && procedural) return
  notes.add(
    'manual-guessed',
    chosen.line,
    'a person does what stands here, and says how it went',
    'write what can run as blocks, and take **Action** away where there is nothing to do',
  )
}

/** Whether one of its lines or sentences tells somebody to do something. */
const tells = (markdown: string): boolean =>
  [...markdown.split('\n'), ...asPlain(markdown).split(/(?<=[.!?:])\s+/)].some(
    (text) =>
      isInstruction(asPlain(text)) &&
      !/^\W*(?:you can |please )?(?:find|see|refer to) (?:more|further|also|additional)\b/i.test(text),
  )
