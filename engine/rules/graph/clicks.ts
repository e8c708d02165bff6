import type { Condition, RunbookTarget } from '../../model.ts'
import type { Card, CardSection } from '../../model/card.ts'
import type { Span } from '../../source.ts'
import { type Flow, flowOf, sectionAt, targetsOf } from './flow.ts'

/** A way that people come: an alert that fired, or what they see. */
export interface Lead {
  readonly kind: 'alert' | 'symptom'
  readonly name: string
  readonly span: Span
}

/** A step that does something about it, and how many links lie before it. */
export interface Resolution {
  readonly runbook: Card
  readonly section: CardSection
  readonly clicks: number
}

/** One row of the matrix of clicks. */
export interface LeadClicks {
  readonly lead: Lead
  /** The runbook that names the lead. */
  readonly runbook: Card
  /** The first steps that do something, on every way from the start, the nearest first. */
  readonly resolutions: readonly Resolution[]
}

/**
 * The matrix of clicks of a library: for each alert and symptom, how many links a reader follows from the top of its page
 * to each first step that does something about it, by the shortest way, into other runbooks too. What simply comes next
 * on a page is no click, and neither is a question inside a list, or a branch that an input has decided before. By
 * runbook, in the order of its frontmatter.
 */
export function clicksOf(runbooks: readonly Card[]): LeadClicks[] {
  const byPath = new Map(runbooks.map((runbook) => [runbook.path, pageFlow(runbook)]))
  return [...byPath.values()].flatMap((page) => {
    const leads = leadsOf(page.runbook)
    const resolutions = leads.length === 0 ? [] : firstSteps(page, byPath)
    return leads.map((lead) => ({ lead, runbook: page.runbook, resolutions }))
  })
}

/** The step whose clicks count: of a page with steps of its own the farthest, of one that only points elsewhere the nearest. */
export function countedStep({ runbook, resolutions }: LeadClicks): Resolution | undefined {
  const own = resolutions.filter((one) => one.runbook === runbook)
  return own.at(-1) ?? resolutions[0]
}

/** Its flow is worked out when somebody comes there. */
function pageFlow(runbook: Card): PageFlow {
  let flow: Flow<CardSection> | undefined
  return {
    runbook,
    get flow() {
      return (flow ??= flowOf(runbook))
    },
  }
}

function leadsOf(runbook: Card): Lead[] {
  const named = (kind: Lead['kind'], key: 'alerts' | 'symptoms'): Lead[] =>
    runbook.frontmatter[key].map((name, index) => ({
      kind,
      name,
      span: runbook.frontmatterPlaces.get(`${key}.${index}`)?.value ?? runbook.titleSpan,
    }))
  return [...named('alert', 'alerts'), ...named('symptom', 'symptoms')]
}

interface PageFlow {
  readonly runbook: Card
  readonly flow: Flow<CardSection>
}

interface Place extends PageFlow {
  readonly section: CardSection
}

/** A breadth-first walk in which a link costs one and what comes next nothing; it goes no further behind a step. */
function firstSteps(start: PageFlow, pages: ReadonlyMap<string, PageFlow>): Resolution[] {
  const found: Resolution[] = []
  const reached = new Set<CardSection>()
  let here: Place[] = start.flow.start ? [{ ...start, section: start.flow.start }] : []
  for (let clicks = 0; here.length > 0; clicks++) {
    const next: Place[] = []
    for (const place of here) {
      if (reached.has(place.section)) continue
      reached.add(place.section)
      if (doesSomething(place.section)) {
        found.push({ runbook: place.runbook, section: place.section, clicks })
        continue
      }
      for (const { to, free } of waysOn(place, pages)) (free ? here : next).push(to)
    }
    here = next
  }
  return found
}

function doesSomething({ kind, blocks }: CardSection): boolean {
  return (
    kind === 'manual' ||
    kind === 'checklist' ||
    blocks.some(({ role }) => /^(?:action|write|edit)$/.test(role))
  )
}

function waysOn(
  { runbook, flow, section }: Place,
  pages: ReadonlyMap<string, PageFlow>,
): { to: Place; free: boolean }[] {
  const inside = (flow.ways.get(section) ?? []).map(({ to, written }) => ({
    to: { runbook, flow, section: to },
    free: !written || isDecidedByInputs(section) || (to.kind === 'decision' && to.parent === section.id),
  }))
  return [
    ...inside,
    ...targetsOf(section).flatMap((target) => entered(target, pages).map((to) => ({ to, free: false }))),
  ]
}

/** Nobody is asked: what was given before the run has answered. */
const isDecidedByInputs = (section: CardSection): boolean =>
  section.branches !== undefined &&
  section.branches.every(({ condition }) => condition !== undefined && judgesNamesAlone(condition))

function judgesNamesAlone(condition: Condition): boolean {
  if (condition.kind === 'and') return condition.conditions.every(judgesNamesAlone)
  if (condition.kind === 'not') return judgesNamesAlone(condition.condition)
  return condition.kind === 'binding' || condition.kind === 'otherwise'
}

function entered({ path, anchor }: RunbookTarget, pages: ReadonlyMap<string, PageFlow>): Place[] {
  const page = pages.get(path)
  if (page === undefined) return []
  const sections = new Map(page.runbook.sections.map((section) => [section.id, section]))
  const section = anchor === undefined ? page.flow.start : sectionAt(anchor, page.runbook, sections)
  return section ? [{ ...page, section }] : []
}
