import { type BranchesPart, type Group, type SectionDraft, isActive, textPart } from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourceSection } from '../read/page.ts'
import { asAnswer } from '../recognise/escape.ts'
import { purposeOf } from '../recognise/roles.ts'
import { type Pointed, type Situation, hasActive, isApart, isAskedAlready } from './apart.ts'
import { beginsWithItem } from './arrange.ts'
import { type Course, areOptions, courseOf } from './sequence.ts'

/** A heading of the source with the sections that were made of it, and the headings below it. */
export interface Chapter {
  readonly source: SourceSection
  readonly sections: SectionDraft[]
  readonly children: Chapter[]
}

/** Sections in the order of the page to be, with the questions that the order of the source leaves open. */
export function orderSections(
  chapters: readonly Chapter[],
  pointed: Pointed,
  notes: Notes,
  onward?: Situation['onward'],
): SectionDraft[] {
  const apart: SectionDraft[] = []
  const title = chapters[0]?.source.title ?? ''
  const situation = { pointed, title, notes, ...(onward === undefined ? {} : { onward }) }
  const main = orderChildren(chapters, undefined, undefined, apart, situation)
  return [...main, ...apart]
}

function orderChildren(
  chapters: readonly Chapter[],
  parent: Chapter | undefined,
  group: Group | undefined,
  apart: SectionDraft[],
  situation: Situation,
): SectionDraft[] {
  const { notes, title } = situation
  const unpointed = { ...situation, pointed: new Map() }
  const ways = chapters.filter((chapter) => !isApart(chapter, chapters, unpointed))
  const active = ways.filter(hasActive)
  const course = isAskedAlready(active, situation)
    ? { before: active, choice: [] }
    : courseOf(active, parent?.source.title ?? title)
  const asks = course.choice.length > 0
  const isMenu = asks && !areOptions(course.choice)
  const main = asks ? ways : chapters.filter((chapter) => !isApart(chapter, chapters, situation))
  const isWhole = group === undefined && parent !== undefined && parent.source.level <= 1
  const found: SectionDraft[] = []
  const last: { active?: SectionDraft } = {}
  const menu: BranchesPart = { kind: 'branches', branches: [], line: course.choice[0]?.source.line ?? 1 }
  const asked = asks ? menuSection(menu, parent, course, group, notes) : []
  for (const chapter of chapters) {
    const isAside = !main.includes(chapter)
    const isChoice = course.choice.includes(chapter)
    if (isChoice || isMenuFirst(course)) found.push(...asked.splice(0))
    const inner: Group | undefined =
      isAside || isChoice ? (group === undefined ? {} : { parent: group }) : group
    const own = inOwnGroup(chapter, isAside ? { detached: true } : inner, apart, situation)
    const first = own.find((section) => section.parts.some(isActive))
    if (isAside) setApart(own, chapter, isMenu ? undefined : last.active, apart, notes)
    else found.push(...own)
    if (isChoice && isWhole && own[0] !== undefined && first !== undefined) own[0].startsPath = true
    if ((isChoice || (isAside && isMenu)) && first !== undefined)
      menu.branches.push({
        answer: asAnswer(chapter.source.title),
        goal: { kind: 'section', section: own[0] ?? first },
      })
    if (!isAside && first !== undefined)
      last.active = own.findLast((section) => section.parts.some(isActive)) ?? first
  }
  if (asks && isWhole && situation.onward !== undefined)
    menu.branches.push({ answer: asAnswer(situation.onward.title), goal: situation.onward })
  return found
}

/** The sections of a chapter and of what stands below it, all of them in a group. */
function inOwnGroup(
  chapter: Chapter,
  group: Group | undefined,
  apart: SectionDraft[],
  situation: Situation,
): SectionDraft[] {
  const root = new Map<Group | undefined, Group | undefined>()
  const regroup = (old: Group | undefined): Group | undefined => {
    if (old === undefined) return group
    if (!root.has(old)) {
      const parent = regroup(old.parent)
      root.set(old, parent === undefined ? {} : { parent })
    }
    return root.get(old)
  }
  for (const section of chapter.sections) Object.assign(section, { group: regroup(section.group) })
  return [...chapter.sections, ...orderChildren(chapter.children, chapter, group, apart, situation)]
}

function setApart(
  own: readonly SectionDraft[],
  chapter: Chapter,
  before: SectionDraft | undefined,
  apart: SectionDraft[],
  notes: Notes,
): void {
  const [first] = own
  if (first === undefined) return
  const lift = first.level - 2
  for (const section of own) section.level = Math.max(2, section.level - lift)
  first.startsPath = true
  notes.add(
    'rollback-apart',
    chapter.source.line,
    `\`${chapter.source.title.replaceAll('`', '')}\` stands apart: only a link leads there`,
    'see which answer or **If it fails** leads there',
    chapter.source.title,
  )
  const isUndo = /^(?:rollback|apart)$/.test(purposeOf(chapter.source.title))
  if (isUndo && before !== undefined && before.ifItFails === undefined)
    before.ifItFails = { kind: 'section', section: first }
  apart.push(...own)
}

/** The question stands at the top, unless something is done before it. */
const isMenuFirst = (course: Course): boolean => course.before.length === 0

/** Where the order of the source is no order of steps, the operator says where to start. */
function menuSection(
  menu: BranchesPart,
  parent: Chapter | undefined,
  { before, choice: active }: Course,
  group: Group | undefined,
  notes: Notes,
): SectionDraft[] {
  const line = parent?.source.line ?? active[0]?.source.line ?? 1
  const options = areOptions(active)
  notes.add(
    options ? 'choice-guessed' : 'order-guessed',
    line,
    options
      ? `${active.length} ways to do the same: exactly one of them runs`
      : `${active.length} sections are read as procedures to choose from, not as steps in order`,
    'if they are steps in order, delete the question and its links',
    parent?.source.title,
  )
  const title = options ? 'Which way?' : 'Where do you want to start?'
  const holder = parent?.sections.at(-1)
  const isEmpty = parent?.sections.length === 1 && !holder?.parts.some(isActive)
  if (holder !== undefined && before.length === 0 && isEmpty) {
    const last = holder.parts.at(-1)
    if (last !== undefined && beginsWithItem(last)) holder.parts.push(textPart(title, line))
    holder.parts.push(menu)
    return []
  }
  const level = Math.min(6, active[0]?.source.level ?? 2)
  return [
    {
      level,
      markup: title,
      title,
      line,
      parts: [menu],
      startsPath: false,
      ...(group === undefined ? {} : { group }),
    },
  ]
}
