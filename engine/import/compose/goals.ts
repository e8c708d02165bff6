import { type BranchDraft, type Goal, type RunbookDraft, type SectionDraft, isActive } from '../draft.ts'
import type { SourceSection } from '../read/page.ts'
import { asPlain } from '../recognise/escape.ts'
import type { Anchors, Place } from './anchors.ts'

/** Leads each branch to what became of the section that it names. */
export function settleGoals(
  draft: RunbookDraft,
  places: ReadonlyMap<SourceSection, Place>,
  anchors: Anchors,
): void {
  for (const section of draft.sections) {
    const holder = { section, draft, places, anchors }
    if (section.next !== undefined) section.next = placeOf(section.next, holder)
    for (const part of section.parts)
      if (part.kind === 'branches')
        part.branches.forEach((branch, index) => (part.branches[index] = settled(branch, holder)))
  }
}

interface Holder {
  readonly section: SectionDraft
  readonly draft: RunbookDraft
  readonly places: ReadonlyMap<SourceSection, Place>
  readonly anchors: Anchors
}

function settled(branch: BranchDraft, holder: Holder): BranchDraft {
  const { answer } = branch
  const goal = goalIn(branch.goal, holder)
  if (branch.note === undefined || asPlain(branch.note) === nameOf(goal)) return { answer, goal }
  return { answer, goal, note: holder.anchors.marked(branch.note, holder.section.line) }
}

/** What a link is called that leads there. */
const nameOf = (goal: BranchDraft['goal']): string | undefined =>
  goal.kind === 'file' ? goal.title : goal.kind === 'section' ? goal.section.title : undefined

function goalIn(goal: BranchDraft['goal'], holder: Holder): BranchDraft['goal'] {
  if (goal.kind === 'question')
    return { ...goal, branches: goal.branches.map((inner) => settled(inner, holder)) }
  return placeOf(goal, holder)
}

function placeOf(goal: Goal, holder: Holder): Goal {
  if (goal.kind === 'mark')
    return goal.mark.section === undefined
      ? { kind: 'after' }
      : { kind: 'section', section: goal.mark.section }
  if (goal.kind !== 'source') return goal
  const place = holder.places.get(goal.source)
  if (place === undefined || place.section === holder.section) return { kind: 'after' }
  if (place.draft !== holder.draft) return { kind: 'file', href: place.draft.file, title: place.draft.title }
  return reachable(place.section, holder.draft)
    ? { kind: 'section', section: place.section }
    : { kind: 'after' }
}

/** Whether a run can go on at a section or below it; prose becomes a manual step for that. */
function reachable(section: SectionDraft, draft: RunbookDraft): boolean {
  const at = draft.sections.indexOf(section)
  const end = draft.sections.findIndex((other, index) => index > at && other.level <= section.level)
  const own = draft.sections.slice(at, end < 0 ? undefined : end)
  if (own.some(({ parts }) => parts.some(isActive))) return true
  const text = section.parts.find((part) => part.kind === 'text')
  if (text?.kind === 'text') text.action = true
  return text !== undefined
}
