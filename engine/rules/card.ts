import type { Runbook, Section } from '../model.ts'
import type { Card, CardSection } from '../model/card.ts'
import { runbookTargets } from './graph/flow.ts'
import { fileLink } from './graph/links.ts'

/** Places that rules between runbooks point at. */
const pointedAt = /^(?:id|title|mttr|reviewed|alerts|symptoms|inputs)(?:\.|$)/

/** The card of a runbook: what `checkLibrary` finds with cards is what it finds with the runbooks themselves. */
export function cardOf(runbook: Runbook): Card {
  const { path, frontmatter, title, titleSpan, paths, sections, anchors, links } = runbook
  return {
    path,
    frontmatter,
    frontmatterPlaces: new Map([...runbook.frontmatterPlaces].filter(([key]) => pointedAt.test(key))),
    title,
    titleSpan,
    paths,
    sections: sections.map(cut),
    anchors: new Map([...anchors].map(([name, { section }]) => [name, section ? { section } : {}])),
    links: links.filter(({ href }) => fileLink(href, path) !== undefined),
    ...(runbookTargets(runbook).length === 0 && { stays: true }),
  }
}

function cut(section: Section): CardSection {
  const { kind, id, title, headingSpan, span, next, ifItFails } = section
  return {
    kind,
    id,
    title,
    headingSpan,
    span,
    blocks: section.blocks.map(({ role, roleSpan, options: { timeout }, expectation }) => ({
      role,
      roleSpan,
      options: timeout === undefined ? {} : { timeout },
      ...(expectation?.within !== undefined && { expectation: { within: expectation.within } }),
    })),
    ...(next && { next }),
    ...(ifItFails && { ifItFails }),
    ...(section.kind === 'decision' && decided(section)),
    ...(section.kind === 'call' && { runbook: section.runbook }),
  }
}

function decided({ branches, parent }: Extract<Section, { kind: 'decision' }>): Partial<CardSection> {
  return {
    branches: branches.map(({ edge, condition }) => ({ edge, ...(condition && { condition }) })),
    ...(parent !== undefined && { parent }),
  }
}
