import type { Edge, RunbookTarget, Section } from '../../model.ts'
import type { Card, CardSection } from '../../model/card.ts'
import type { Span } from '../../source.ts'

/** One way from a section to another of the same runbook. */
export interface Way<S extends CardSection = Section> {
  readonly from: S
  readonly to: S
  /** How often it may be taken; none when nothing says so. */
  readonly atMost?: number
  /** The link, or the heading of the section that simply comes next. */
  readonly span: Span
  /** Whether it is written down as a link; if not, it follows from the order of the page. */
  readonly written: boolean
}

export interface Flow<S extends CardSection = Section> {
  readonly ways: ReadonlyMap<S, readonly Way<S>[]>
  readonly start?: S
  /** Sections after which the run ends or leaves this runbook. */
  readonly exits: ReadonlySet<S>
}

/** A runbook, or its card. */
interface Page<S extends CardSection> extends Pick<Card, 'paths' | 'anchors'> {
  readonly sections: readonly S[]
}

/** The graph of a runbook's sections, as the machine walks it; nested decisions stand for themselves. */
export function flowOf<S extends CardSection>(runbook: Page<S>): Flow<S> {
  const sections = new Map(runbook.sections.map((section) => [section.id, section]))
  const followers = followersOf(runbook, sections)
  const ways = new Map(
    runbook.sections.map((section) => [
      section,
      waysFrom(section, runbook, sections, followers.get(section)),
    ]),
  )
  const exits = new Set(runbook.sections.filter((section) => leaves(section, followers.get(section))))
  const start = sections.get(runbook.paths[0]?.[0] ?? '') ?? runbook.sections[0]
  return { ways, exits, ...(start && { start }) }
}

/** Every edge that a section names. */
export function edgesOf(section: CardSection): Edge[] {
  const named = [section.next, section.ifItFails].flatMap((edge) => (edge ? [edge] : []))
  return [...(section.branches ?? []).map((branch) => branch.edge), ...named]
}

/** Every place at which a runbook calls another, or hands over to it. */
export function runbookTargets(runbook: Pick<Card, 'sections' | 'stays'>): RunbookTarget[] {
  return runbook.stays ? [] : runbook.sections.flatMap(targetsOf)
}

/** The other runbooks that a section may lead to. */
export function targetsOf(section: CardSection): RunbookTarget[] {
  return [
    ...edgesOf(section).flatMap(({ target }) => (target.kind === 'runbook' ? [target] : [])),
    ...(section.runbook ? [section.runbook] : []),
  ]
}

/** The sections that can be entered from some of them. */
export function reachableFrom(starts: readonly Section[], flow: Flow): Set<Section> {
  const reached = new Set(starts)
  for (const section of reached) for (const way of flow.ways.get(section) ?? []) reached.add(way.to)
  return reached
}

/** The section that an anchor enters: its own, or the first one below a phase's heading. */
export function sectionAt<S extends CardSection>(
  anchor: string,
  runbook: Pick<Card, 'anchors'>,
  sections: ReadonlyMap<string, S>,
): S | undefined {
  return sections.get(anchor) ?? sections.get(runbook.anchors.get(anchor)?.section ?? '')
}

function waysFrom<S extends CardSection>(
  section: S,
  runbook: Page<S>,
  sections: ReadonlyMap<string, S>,
  follower: S | undefined,
): Way<S>[] {
  const written = edgesOf(section).flatMap(({ target, atMost, span }): Way<S>[] => {
    const to = target.kind === 'section' ? sectionAt(target.id, runbook, sections) : undefined
    return to ? [{ from: section, to, span, written: true, ...(atMost !== undefined && { atMost }) }] : []
  })
  if (follower === undefined || section.kind === 'decision' || section.next) return written
  return [...written, { from: section, to: follower, span: follower.headingSpan, written: false }]
}

function leaves(section: CardSection, follower: CardSection | undefined): boolean {
  const elsewhere = edgesOf(section).some(({ target }) => target.kind !== 'section')
  return elsewhere || (section.kind !== 'decision' && section.next === undefined && follower === undefined)
}

function followersOf<S extends CardSection>({ paths }: Page<S>, sections: ReadonlyMap<string, S>): Map<S, S> {
  const followers = new Map<S, S>()
  for (const path of paths) {
    const walked = path.flatMap((id) => sections.get(id) ?? []).filter((section) => !isNested(section))
    walked.forEach((section, index) => {
      const next = walked[index + 1]
      if (next) followers.set(section, next)
    })
  }
  return followers
}

const isNested = (section: CardSection): boolean =>
  section.kind === 'decision' && section.parent !== undefined
