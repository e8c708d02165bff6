import { decoded } from '../address.ts'
import type { Runbook, Section } from '../model.ts'
import { nearest } from '../suggest.ts'
import { type Flow, flowOf, sectionAt } from './graph/flow.ts'
import type { Rule } from './rule.ts'

/**
 * A section that no path from the start enters and no link of the page leads to. Links in prose count: they are
 * how a reader gets to an emergency procedure. One finding for each stretch of them: the first one explains the rest.
 */
export const unreachableSection: Rule = (runbook) => {
  const flow = flowOf(runbook)
  const reached = reachedSections(runbook, flow)
  const unreached = runbook.sections.filter((section) => !reached.has(section))
  const explained = new Set<Section>()
  return unreached.flatMap((section) => {
    if (explained.has(section)) return []
    explain(section, flow, explained)
    return [
      {
        code: 'unreachable-section' as const,
        severity: 'error' as const,
        path: runbook.path,
        message: `no path and no link leads to \`${section.id}\``,
        span: section.headingSpan,
        label: 'a run can never get here',
        help: `link to \`#${section.id}\` from a section or from the introduction, or take the section away`,
      },
    ]
  })
}

/** Marks all that would be reached if this section were, without walking again what is marked already. */
function explain(section: Section, flow: Flow, explained: Set<Section>): void {
  const open = [section]
  for (const here of open) {
    if (explained.has(here)) continue
    explained.add(here)
    open.push(...(flow.ways.get(here) ?? []).map((way) => way.to))
  }
}

function reachedSections(runbook: Runbook, flow: Flow): Set<Section> {
  const links = linkedSections(runbook)
  const reached = new Set([...(flow.start ? [flow.start] : []), ...(links.get(undefined) ?? [])])
  for (const section of reached) {
    for (const way of flow.ways.get(section) ?? []) reached.add(way.to)
    for (const linked of links.get(section) ?? []) reached.add(linked)
  }
  return reached
}

/**
 * Sections that links mean, by the section that holds the link (none: the introduction): by anchor or, when that is
 * misspelt, by the nearest one.
 */
function linkedSections(runbook: Runbook): Map<Section | undefined, Section[]> {
  const sections = new Map(runbook.sections.map((section) => [section.id, section]))
  const linked = new Map<Section | undefined, Section[]>()
  let at = -1
  for (const { href, span } of [...runbook.links].sort((a, b) => a.span.start - b.span.start)) {
    while ((runbook.sections[at + 1]?.span.start ?? Infinity) <= span.start) at++
    const anchor = href.startsWith('#') ? decoded(href.slice(1)) : undefined
    if (anchor === undefined) continue
    const known = runbook.anchors.has(anchor) ? anchor : nearest(anchor, runbook.anchors.keys())[0]
    const to = known === undefined ? undefined : sectionAt(known, runbook, sections)
    const holder = runbook.sections[at]
    if (to) linked.set(holder, [...(linked.get(holder) ?? []), to])
  }
  return linked
}
