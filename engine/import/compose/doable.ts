import { type RunbookDraft, type SectionDraft, isActive, textPart } from '../draft.ts'
import type { Notes } from '../notes.ts'
import { purposeOf } from '../recognise/roles.ts'

/** A runbook holds something to do: of a page that tells nothing, its likeliest section is read by a person. */
export function ensureDoable(draft: RunbookDraft, notes: Notes): void {
  if (draft.sections.some(({ parts }) => parts.some(isActive))) return
  const full = draft.sections.filter(({ parts }) => parts.length > 0)
  const likely = full.find(
    ({ title, level }) => level > 1 && !/^(?:context|reference)$/.test(purposeOf(title)),
  )
  const chosen = likely ?? full.at(-1)
  notes.add(
    'nothing-to-do',
    chosen?.line ?? 1,
    'nothing on this page can be done by itself',
    'write what is to be done: blocks with roles, boxes, or an **Action**',
    chosen?.title,
  )
  if (chosen !== undefined) return byHand(chosen)
  draft.sections.push({
    level: 2,
    markup: 'To be written',
    title: 'To be written',
    line: 1,
    parts: [{ ...textPart('Nothing stands here yet.', 1), action: true }],
    startsPath: false,
  })
}

/** What stands in a section is done by a person. */
export function byHand(section: SectionDraft): void {
  const text = section.parts.find(
    (part) => part.kind === 'text' && part.pieces.some((piece) => 'text' in piece),
  )
  if (text?.kind === 'text') text.action = true
  else section.parts.unshift({ ...textPart('Do by hand what is shown here.', section.line), action: true })
}
