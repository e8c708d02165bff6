import {
  type BranchDraft,
  type Part,
  type RunbookDraft,
  type SectionDraft,
  blocksOf,
  isActive,
  textPart,
} from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourcePage, SourceSection } from '../read/page.ts'
import type { Context } from '../recognise/context.ts'
import { isInstruction } from '../recognise/conditions.ts'
import { asPlain } from '../recognise/escape.ts'
import { placeholdersToInputs } from '../recognise/placeholders.ts'
import { isNumbered, purposeOf } from '../recognise/roles.ts'
import { samplePart } from '../recognise/sample.ts'
import { readSection } from '../recognise/section.ts'
import type { FrontMatter } from '../repair/front-matter.ts'
import type { Shell } from '../shell.ts'
import { type Anchors, type Place, openAnchors } from './anchors.ts'
import { arrange } from './arrange.ts'
import { byHand, ensureDoable } from './doable.ts'
import { type SourceDocument, documentsOf } from './documents.ts'
import { type Chapter, orderSections } from './flow.ts'
import { type Naming, identify } from './identify.ts'
import { openMentions } from './mentions.ts'

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
  const documents = documentsOf(page)
  if (documents.length > 1)
    notes.add(
      'runbooks-split',
      documents[1]?.taken?.line ?? 1,
      `this page holds ${documents.length - 1} runbooks: each is a file of its own`,
      'see that the page that is left leads to each of them',
    )
  const places = new Map<SourceSection, Place>()
  const pointed = new Set<SourceSection>()
  const drafts = documents.map((document, index) => {
    const read = (section: SourceSection, purpose: Context['purpose'], acted: { before: boolean }) =>
      readSection(section.nodes, {
        page,
        shell,
        notes,
        section,
        purpose,
        acted,
        goalOf: (text) => {
          const goal = mentions(text, section)
          if (goal !== undefined) pointed.add(goal.source)
          return goal
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
    const order = orderSections(chaptersOf.get(draft) ?? [], pointed, notes)
    draft.sections = order
    for (const section of order)
      for (const part of section.parts) if (part.kind === 'text') anchors.mark(part)
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
  const chapter = (source: SourceSection, level: number): Chapter => {
    while ((purposes.at(-1)?.level ?? -1) >= source.level) purposes.pop()
    const own = source === title ? 'none' : purposeOf(source.title)
    const inherited = own === 'none' ? (purposes.at(-1)?.purpose ?? 'none') : own
    const purpose = source === title && others.length > 0 ? 'context' : inherited
    purposes.push({ level: source.level, purpose: inherited })
    if (source.level < acted.level) Object.assign(acted, { before: false, level: 0 })
    const sections = arrange(
      { level, markup: source.markup || draft.title, title: source.title || draft.title, line: source.line },
      workshop.read(source, purpose, acted),
    )
    if (acted.before && acted.level === 0) acted.level = source.level
    makeManual(sections, source, purpose, notes)
    const [first] = sections
    if (first !== undefined) places.set(source, { draft, section: first })
    return { source, sections, children: [] }
  }
  const root = chapter(title, 1)
  if (original !== undefined && root.sections[0] !== undefined)
    places.set(original, { draft, section: root.sections[0] })
  const open = [{ level: title.level === 0 ? 0 : 1, chapter: root }]
  for (const source of others) {
    const level = Math.max(1, source.level - document.lift)
    while (open.length > 1 && (open.at(-1)?.level ?? 0) >= level) open.pop()
    const own = chapter(source, Math.max(level, 1))
    open.at(-1)?.chapter.children.push(own)
    open.push({ level, chapter: own })
  }
  root.sections[0]?.parts.push(...carried(document, front, title, workshop))
  chaptersOf.set(draft, [root])
  return draft
}

/** What has no place of its own: the front matter of another tool, and the definitions of links that another part of the page holds. */
function carried(
  document: SourceDocument,
  front: FrontMatter | undefined,
  title: SourceSection,
  { page, notes }: Workshop,
): Part[] {
  const own =
    front === undefined || [...front.values.keys()].every((key) => key === 'title')
      ? []
      : [samplePart(front.lines.join('\n'), front.format, 1)]
  if (own.length > 0)
    notes.add(
      'front-matter-kept',
      1,
      'the front matter of the page is shown below the title',
      'delete what nobody needs any more',
    )
  const titles =
    front !== undefined && own.length === 0 && title.level > 0 ? [...(front.values.get('title') ?? [])] : []
  const definitions = document.taken === undefined ? [] : page.definitions
  return [
    ...own,
    ...titles.map((text) => textPart(text.replaceAll(/[<[\]*_`]/g, '\\$&'), 1)),
    ...(definitions.length === 0 ? [] : [textPart(definitions.join('\n'), title.line)]),
  ]
}

interface Titled {
  readonly title: SourceSection
  /** The section of the page that it was made of. */
  readonly original: SourceSection | undefined
  readonly others: readonly SourceSection[]
}

/** The section that gives the title, and the others; what stands above the first heading goes below the title. */
function titled({ sections, taken }: SourceDocument, front: FrontMatter | undefined, naming: Naming): Titled {
  const preface = taken === undefined ? sections[0] : undefined
  const [first, ...rest] = taken === undefined ? sections.slice(1) : sections
  if (first !== undefined && (taken !== undefined || first.level === 1) && first.title !== '')
    return {
      title: { ...first, nodes: [...(preface?.nodes ?? []), ...first.nodes] },
      original: first,
      others: rest,
    }
  const name = front?.values.get('title')?.[0]?.trim() || naming.title
  const title = {
    level: 0,
    markup: name.replaceAll(/[<[\]*_`]/g, '\\$&'),
    title: name,
    line: 1,
    nodes: preface?.nodes ?? [],
  }
  return { title, original: undefined, others: first === undefined ? rest : [first, ...rest] }
}

/** Prose that tells somebody to do something is a manual step. */
function makeManual(
  sections: readonly SectionDraft[],
  source: SourceSection,
  purpose: Context['purpose'],
  notes: Notes,
): void {
  const [section] = sections
  if (section === undefined || sections.some(({ parts }) => parts.some(isActive))) return
  if (purpose === 'context' || purpose === 'reference' || source.level < 1) return
  const texts = section.parts.flatMap((part) =>
    part.kind === 'text' && part.pieces.some((piece) => 'text' in piece) ? [part] : [],
  )
  const told = texts.find((part) =>
    part.pieces.some(
      (piece) => 'text' in piece && piece.text.split('\n').some((line) => isInstruction(asPlain(line))),
    ),
  )
  const listed = texts.find((part) =>
    part.pieces.some((piece) => 'text' in piece && /^\s*\d+[.)]\s/.test(piece.text)),
  )
  const procedural = (purpose !== 'none' && purpose !== 'escalate') || isNumbered(source.title)
  const chosen = told ?? (procedural ? (listed ?? texts[0]) : undefined)
  if (chosen === undefined && procedural && section.parts.length > 0) byHand(section)
  if (chosen === undefined) return
  chosen.action = true
  notes.add(
    'manual-guessed',
    chosen.line,
    'a person does what stands here, and says how it went',
    'write what can run as blocks, and take **Action** away where there is nothing to do',
  )
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

/** Leads each branch to what became of the section that it names. */
function settleGoals(draft: RunbookDraft, places: ReadonlyMap<SourceSection, Place>, anchors: Anchors): void {
  for (const section of draft.sections)
    for (const part of section.parts)
      if (part.kind === 'branches')
        part.branches.forEach(
          (branch, index) => (part.branches[index] = settled(branch, { section, draft, places, anchors })),
        )
}

interface Holder {
  readonly section: SectionDraft
  readonly draft: RunbookDraft
  readonly places: ReadonlyMap<SourceSection, Place>
  readonly anchors: Anchors
}

function settled(branch: BranchDraft, holder: Holder): BranchDraft {
  const note = branch.note === undefined ? undefined : textPart(branch.note, holder.section.line)
  if (note !== undefined) holder.anchors.mark(note)
  const [piece] = note?.pieces ?? []
  return {
    ...branch,
    ...(piece !== undefined && 'text' in piece ? { note: piece.text } : {}),
    goal: goalIn(branch.goal, holder),
  }
}

function goalIn(goal: BranchDraft['goal'], holder: Holder): BranchDraft['goal'] {
  if (goal.kind === 'question')
    return { ...goal, branches: goal.branches.map((inner) => settled(inner, holder)) }
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
