import GithubSlugger from 'github-slugger'
import type { BranchDraft, Goal, RunbookDraft, SectionDraft } from '../draft.ts'
import type { Notes } from '../notes.ts'
import { type Anchors, slugOf } from '../compose/anchors.ts'
import { asAnswer } from '../recognise/escape.ts'
import { jumpOf, onwardOf } from '../compose/onward.ts'

/**
 * Gives each section that something leads to a title that stands once on the page: an anchor that code hosts number is good only
 * as long as nobody adds a section.
 */
export function distinguish(draft: RunbookDraft, anchors: Anchors, notes: Notes): void {
  const targets = new Set([...targetsOf(draft), ...anchors.linked])
  const taken = new Map<string, number>()
  for (const { title } of draft.sections) taken.set(slugOf(title), (taken.get(slugOf(title)) ?? 0) + 1)
  for (const anchor of numberedAmong(draft.sections)) if (!taken.has(anchor)) taken.set(anchor, 1)
  draft.sections.forEach((section, index) => {
    const slug = slugOf(section.title)
    if (!targets.has(section) || ((taken.get(slug) ?? 0) < 2 && slug !== '')) return
    const title = freeTitle(section, draft.sections.slice(0, index), taken)
    if (section.markup !== asAnswer(section.title))
      notes.add(
        'heading-renamed',
        section.line,
        `\`${section.title.replaceAll('`', '')}\` stands more than once, and a link needs this one: it is called \`${title.replaceAll('`', '')}\``,
        'give it a name of its own',
        section.title,
      )
    taken.set(slug, (taken.get(slug) ?? 1) - 1)
    taken.set(slugOf(title), 1)
    section.markup = `${section.markup}${asAnswer(title.slice(section.title.length)) === 'yes' ? '' : title.slice(section.title.length).replaceAll(/[<[\]*_|`~\\]/g, '\\$&')}`
    section.title = title
  })
}

/** The anchors that code hosts give the sections as they are: `Look (1)` must not take that of the second `Look`. */
function numberedAmong(sections: readonly SectionDraft[]): string[] {
  const slugger = new GithubSlugger()
  return sections.map(({ title }) => slugger.slug(title))
}

function freeTitle(
  section: SectionDraft,
  before: readonly SectionDraft[],
  taken: ReadonlyMap<string, number>,
): string {
  const above = before.findLast(({ level }) => level < section.level)?.title
  const named =
    above === undefined
      ? ''
      : `${section.title} (${above.length > 40 ? `${above.slice(0, 39).trimEnd()}…` : above})`
  if (named !== '' && !taken.has(slugOf(named))) return named
  const base = section.title === '' ? 'Section' : section.title
  for (let count = 2; ; count++) if (!taken.has(slugOf(`${base} (${count})`))) return `${base} (${count})`
}

/** Sections that a branch or an edge leads to. */
export function targetsOf(draft: RunbookDraft): Set<SectionDraft> {
  const found = new Set<SectionDraft>()
  draft.sections.forEach((section, index) => {
    const goals = [
      section.next ?? jumpOf(draft, index),
      section.ifItFails,
      ...section.parts.flatMap((part) => (part.kind === 'branches' ? goalsOf(part.branches) : [])),
    ]
    for (const goal of goals) {
      const reached = goal?.kind === 'after' ? onwardOf(draft, index) : goal
      if (reached?.kind === 'section') found.add(reached.section)
    }
  })
  return found
}

const goalsOf = (branches: readonly BranchDraft[]): Goal[] =>
  branches.flatMap(({ goal }) => (goal.kind === 'question' ? goalsOf(goal.branches) : [goal]))
