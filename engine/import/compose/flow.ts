import { type BranchesPart, type Goal, type Group, type SectionDraft, isActive } from '../draft.ts'
import type { Notes } from '../notes.ts'
import type { SourceSection } from '../read/page.ts'
import { asAnswer } from '../recognise/escape.ts'
import { alternativeOf } from '../recognise/choices.ts'
import { isNumbered, purposeOf, withoutNumber } from '../recognise/roles.ts'

/** A heading of the source with the sections that were made of it, and the headings below it. */
export interface Chapter {
  readonly source: SourceSection
  readonly sections: SectionDraft[]
  readonly children: Chapter[]
}

/** What the order depends on beside the headings. */
interface Situation {
  /** Sections that an answer of some question leads to. */
  readonly pointed: ReadonlySet<SourceSection>
  readonly notes: Notes
}

/** Sections in the order of the page to be, with the questions that the order of the source leaves open. */
export function orderSections(
  chapters: readonly Chapter[],
  pointed: ReadonlySet<SourceSection>,
  notes: Notes,
): SectionDraft[] {
  const apart: SectionDraft[] = []
  const main = orderChildren(chapters, undefined, undefined, apart, { pointed, notes })
  return [...main, ...apart]
}

function orderChildren(
  chapters: readonly Chapter[],
  parent: Chapter | undefined,
  group: Group | undefined,
  apart: SectionDraft[],
  situation: Situation,
): SectionDraft[] {
  const { notes } = situation
  const unpointed = { ...situation, pointed: new Set<SourceSection>() }
  const ways = chapters.filter((chapter) => !isApart(chapter, chapters, unpointed))
  const asks = areToChoose(ways.filter(hasActive))
  const main = asks ? ways : chapters.filter((chapter) => !isApart(chapter, chapters, situation))
  const active = main.filter(hasActive)
  const isWhole = group === undefined && parent !== undefined && parent.source.level <= 1
  const found: SectionDraft[] = []
  const last: { active?: SectionDraft } = {}
  const menu: BranchesPart = { kind: 'branches', branches: [], line: active[0]?.source.line ?? 1 }
  if (asks) found.push(...menuSection(menu, parent, active, group, notes))
  for (const chapter of chapters) {
    const isAside = !main.includes(chapter)
    const inner: Group | undefined =
      isAside || (asks && hasActive(chapter)) ? (group === undefined ? {} : { parent: group }) : group
    const own = inOwnGroup(chapter, isAside ? { detached: true } : inner, apart, situation)
    const first = own.find((section) => section.parts.some(isActive))
    if (isAside) setApart(own, chapter, last.active, apart, notes)
    else found.push(...own)
    if (!isAside && asks && isWhole && own[0] !== undefined && first !== undefined) own[0].startsPath = true
    if (!isAside && asks && first !== undefined)
      menu.branches.push({
        answer: asAnswer(chapter.source.title),
        goal: { kind: 'section', section: own[0] ?? first },
      })
    if (!isAside && first !== undefined)
      last.active = own.findLast((section) => section.parts.some(isActive)) ?? first
  }
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

const hasActive = (chapter: Chapter): boolean =>
  chapter.sections.some(({ parts }) => parts.some(isActive)) || chapter.children.some(hasActive)

/**
 * Rollbacks and emergencies are never fallen into, and among steps neither is a section that some answer leads to; a page
 * that holds nothing else is no such thing.
 */
function isApart(chapter: Chapter, all: readonly Chapter[], situation: Situation): boolean {
  if (!hasActive(chapter) || !standsAside(chapter, situation)) return false
  return all.some((other) => other !== chapter && hasActive(other) && !standsAside(other, situation))
}

function standsAside({ source }: Chapter, { pointed }: Situation): boolean {
  const purpose = purposeOf(source.title)
  if (purpose === 'rollback' || purpose === 'apart') return true
  return pointed.has(source) && !isNumbered(source.title) && !classic.test(withoutNumber(source.title))
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

/** Whether sections are ways or procedures to choose from, and not steps in order. */
const areToChoose = (active: readonly Chapter[]): boolean =>
  active.length > 1 && (areOptions(active) || !isSequence(active))

/** Where the order of the source is no order of steps, the operator says where to start. */
function menuSection(
  menu: BranchesPart,
  parent: Chapter | undefined,
  active: readonly Chapter[],
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
  if (holder !== undefined && parent?.sections.length === 1 && !holder.parts.some(isActive)) {
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

const areOptions = (chapters: readonly Chapter[]): boolean =>
  chapters.length > 1 && chapters.every(({ source }) => alternativeOf(source.title)?.kind === 'option')

const classic =
  /^(?:meaning|impact|diagnos\w*|mitigation|symptoms?|(?:possible |initial |quick )?checks?|resolution|verif\w*|procedure|steps?|pre-?requisites?|pre-?checks?|pre-?flight.*|preparation|investigat\w*|triage|remediation|recovery|escalation|post.*|clean-?up|solutions?|actions?|context|summary|overview|fix|how (?:to|it) .*|response|assessment|containment|eradication|monitoring|communication|validat\w*|confirm\w*|immediate actions?|root cause.*|follow-?up.*|lessons.*|before you .*|after.*|voraussetzungen|diagnose|behebung|prüfung|durchführung|nachbereitung|prérequis|diagnostic|résolution|vérification|requisitos|diagnóstico|resolución|verificación)$/i

/** Whether sections are steps in order: numbered, of the classic names, or from a check to a verification. */
function isSequence(chapters: readonly Chapter[]): boolean {
  const titles = chapters.map(({ source }) => source.title)
  const steps = titles.filter((title) =>
    /^\W*(?:step|phase|stage|schritt|étape|paso)\s*\d/i.test(title),
  ).length
  if (steps * 2 >= titles.length) return true
  if (titles.length <= 2) return !titles.every((title) => /^[^:]+: \S/.test(title))
  const plain = titles.map(withoutNumber)
  if (plain.filter((title) => classic.test(title)).length * 2 >= titles.length) return true
  const numbered = titles.filter(isNumbered).length
  if (numbered * 2 >= titles.length) return !isHandbook(plain)
  return (
    titles.length <= 5 &&
    purposeOf(titles[0] ?? '') === 'diagnose' &&
    purposeOf(titles.at(-1) ?? '') === 'verify'
  )
}

/** Chapters of a handbook are numbered too: starting and stopping, saving and restoring are not done in one go. */
function isHandbook(titles: readonly string[]): boolean {
  const has = (shape: RegExp): boolean => titles.some((title) => shape.test(title))
  const opposite = (has(/^start/i) && has(/^stop/i)) || has(/backup (?:&|and) restore/i)
  return opposite || (titles.length >= 6 && has(/appendix|reference|troubleshoot|monitoring|contact|faq/i))
}

/** The section that a run goes on with: the next one to do that is not in another answer's group. */
export function followerOf(sections: readonly SectionDraft[], at: number): SectionDraft | undefined {
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

/** The **Next** that a section needs: where it goes on is not what follows it on the page. */
export function jumpOf(sections: readonly SectionDraft[], at: number): Goal | undefined {
  if (sections[at]?.parts.some(({ kind }) => kind === 'branches')) return undefined
  const wanted = followerOf(sections, at)
  const behind = sections.slice(at + 1).find((section) => section.startsPath || section.parts.some(isActive))
  const reached = behind?.startsPath === true ? undefined : behind
  if (wanted === reached) return undefined
  return wanted === undefined ? { kind: 'resolved' } : { kind: 'section', section: wanted }
}
