import { type RunbookDraft, type SectionDraft, blocksOf, textPart } from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourcePage, SourceSection } from '../read/page.ts'
import type { Context } from '../recognise/context.ts'
import { placeholdersToInputs } from '../recognise/placeholders.ts'
import { purposeOf } from '../recognise/roles.ts'
import { readSection } from '../recognise/section.ts'
import type { FrontMatter } from '../repair/front-matter.ts'
import type { Shell } from '../shell.ts'
import { type Anchors, type Place, markSection, openAnchors } from './anchors.ts'
import { arrange } from './arrange.ts'
import { ensureDoable } from './doable.ts'
import { type SourceDocument, documentsOf } from './documents.ts'
import { type Chapter, orderSections } from './flow.ts'
import { type Naming, identify } from './identify.ts'
import { settleGoals } from './goals.ts'
import { makeManual } from './manual.ts'
import { openMentions } from './mentions.ts'
import { openNeighbours } from './neighbours.ts'
import { holdsSteps } from './steps-above.ts'
import { carried, titled } from './titled.ts'

/** Everything that a page was made into, not yet written. */
export interface Built {
  readonly drafts: readonly RunbookDraft[]
  readonly anchors: Anchors
}

/** Makes drafts of a page: one for each runbook that it holds. */
export function buildDrafts(
  page: SourcePage,
  front: FrontMatter | undefined,
  naming: Naming,
  shell: Shell,
  notes: Notes,
): Built {
  const mentions = openMentions(page)
  const neighbours = openNeighbours(naming.isPage ?? (() => false), notes)
  const documents = documentsOf(page)
  if (documents.length > 1)
    notes.add(
      'runbooks-split',
      documents[1]?.taken?.line ?? 1,
      `this page holds ${documents.length - 1} runbooks: each is a file of its own`,
      'see that the page that is left leads to each of them',
    )
  const places = new Map<SourceSection, Place>()
  const pointed = new Map<SourceSection, Set<SourceSection>>()
  const drafts = documents.map((document, index) => {
    const read = (section: SourceSection, purpose: Context['purpose'], acted: { before: boolean }) =>
      readSection(section.nodes, {
        page,
        shell,
        notes,
        section,
        purpose,
        acted,
        goalOf: (text, line) => {
          const goal = mentions(text, section)
          if (goal !== undefined) pointed.set(goal.source, new Set(pointed.get(goal.source)).add(section))
          return goal ?? neighbours(text, line)
        },
      })
    return buildOne(document, index === 0 ? front : undefined, { page, naming, notes, places, read })
  })
  if (documents.length > 1) addCalls(drafts, documents)
  const anchors = openAnchors(
    new Map(
      page.sections.flatMap((section) =>
        places.has(section) ? [[section, places.get(section) as Place]] : [],
      ),
    ),
    notes,
  )
  for (const draft of drafts) {
    draft.sections = orderSections(chaptersOf.get(draft) ?? [], pointed, notes, draft.onward)
    for (const section of draft.sections) markSection(section, anchors)
    settleGoals(draft, places, anchors)
    ensureDoable(draft, notes)
    placeholdersToInputs(
      draft.sections.flatMap(({ parts }) => parts.flatMap(blocksOf)),
      draft.inputs,
      notes,
    )
  }
  return { drafts, anchors }
}

interface Workshop {
  readonly page: SourcePage
  readonly naming: Naming
  readonly notes: Notes
  readonly places: Map<SourceSection, Place>
  read(
    section: SourceSection,
    purpose: Context['purpose'],
    acted: { before: boolean },
  ): ReturnType<typeof readSection>
}

/** The headings that each draft was made of, until their order is found. */
const chaptersOf = new WeakMap<RunbookDraft, Chapter[]>()

function buildOne(
  document: SourceDocument,
  front: FrontMatter | undefined,
  workshop: Workshop,
): RunbookDraft {
  const { page, naming, notes, places } = workshop
  const { title, original, others } = titled(document, front, naming)
  const draft = identify(document, title, front, naming, page, notes)
  const acted = { before: false, level: 0 }
  const purposes: { level: number; purpose: Context['purpose'] }[] = []
  const chapter = (source: SourceSection, level: number, below?: SourceSection): Chapter => {
    while ((purposes.at(-1)?.level ?? -1) >= source.level) purposes.pop()
    const own = source === title ? 'none' : purposeOf(source.title)
    const inherited = own === 'none' ? (purposes.at(-1)?.purpose ?? 'none') : own
    const isOverview = source === title && others.length > 0 && !holdsSteps(title, others, page)
    const purpose = isOverview ? 'context' : inherited
    purposes.push({ level: source.level, purpose: inherited })
    if (source.level < acted.level) Object.assign(acted, { before: false, level: 0 })
    const sections = arrange(
      { level, markup: source.markup || draft.title, title: source.title || draft.title, line: source.line },
      workshop.read(source, purpose, acted),
    )
    if (acted.before && acted.level === 0) acted.level = source.level
    makeManual(sections, source, purpose, notes, below !== undefined && below.level > source.level)
    const [first] = sections
    if (first !== undefined) places.set(source, { draft, section: first })
    return { source, sections, children: [] }
  }
  const root = chapter(title, 1)
  if (original !== undefined && root.sections[0] !== undefined)
    places.set(original, { draft, section: root.sections[0] })
  const open = [{ level: title.level === 0 ? 0 : 1, chapter: root }]
  for (const [index, source] of others.entries()) {
    const level = Math.max(1, source.level - document.lift)
    while (open.length > 1 && (open.at(-1)?.level ?? 0) >= level) open.pop()
    const own = chapter(source, Math.max(level, 1), others[index + 1])
    open.at(-1)?.chapter.children.push(own)
    open.push({ level, chapter: own })
  }
  root.sections[0]?.parts.push(...carried(document, front, title, workshop))
  chaptersOf.set(draft, [root])
  return draft
}

/** In the page that is left, each heading that was taken out stays, and calls the runbook that it became. */
function addCalls(drafts: readonly RunbookDraft[], documents: readonly SourceDocument[]): void {
  const [index] = drafts
  const root = index === undefined ? undefined : chaptersOf.get(index)?.[0]
  if (root === undefined) return
  documents.forEach(({ taken }, at) => {
    const draft = drafts[at]
    if (taken === undefined || draft === undefined) return
    const part = {
      ...textPart(`**Run** → [${draft.title.replaceAll(/[<[\]*_`]/g, '\\$&')}](${draft.file})`, taken.line),
      call: true as const,
    }
    const section: SectionDraft = {
      level: Math.max(2, taken.level),
      markup: taken.markup,
      title: taken.title,
      line: taken.line,
      parts: [part],
      startsPath: false,
    }
    root.children.push({ source: { ...taken, nodes: [] }, sections: [section], children: [] })
  })
  root.children.sort((a, b) => a.source.line - b.source.line)
}
