import { type Goal, type Group, type RunbookDraft, type SectionDraft, isActive } from '../draft.ts'

/** The section that a run goes on with: the next one to do that is not in another answer's group. */
function followerOf(sections: readonly SectionDraft[], at: number): SectionDraft | undefined {
  const around = new Set<Group | undefined>([undefined])
  for (let group = sections[at]?.group; group !== undefined; group = group.parent) around.add(group)
  const isDetached = !rooted(sections[at]?.group)
  return sections
    .slice(at + 1)
    .find(
      (section) =>
        around.has(section.group) &&
        (section.group !== undefined || !isDetached) &&
        section.parts.some(isActive),
    )
}

/** Whether a group hangs on the main way of the page. */
const rooted = (group: Group | undefined): boolean =>
  group === undefined || (group.detached !== true && rooted(group.parent))

/** Where a run goes on after a section when nothing else is said: on its way, or behind the end of the page. */
export function onwardOf({ sections, onward }: RunbookDraft, at: number): Goal {
  const follower = followerOf(sections, at)
  if (follower !== undefined) return { kind: 'section', section: follower }
  const isMain =
    rooted(sections[at]?.group) && !sections.slice(0, at + 1).some(({ startsPath }) => startsPath)
  return isMain && onward !== undefined ? onward : { kind: 'resolved' }
}

/** The **Next** that a section needs: where it goes on is not what follows it on the page. */
export function jumpOf(draft: RunbookDraft, at: number): Goal | undefined {
  const { sections } = draft
  if (sections[at]?.parts.some(({ kind }) => kind === 'branches')) return undefined
  const wanted = onwardOf(draft, at)
  const behind = sections.slice(at + 1).find((section) => section.startsPath || section.parts.some(isActive))
  const reached = behind?.startsPath === true ? undefined : behind
  const isReached = wanted.kind === 'section' ? wanted.section === reached : reached === undefined
  return isReached && wanted.kind !== 'file' ? undefined : wanted
}
