import type { Runbook, Section } from '../model.ts'
import { nearest } from '../suggest.ts'
import { type Flow, flowOf, reachableFrom, sectionAt } from './graph/flow.ts'
import type { Rule } from './rule.ts'

/**
 * A section that no path from the start enters and no link of the page leads to. Links in prose count: they are
 * how a reader gets to an emergency procedure. One finding for each stretch of them: the first one explains the rest.
 */
export const unreachableSection: Rule = (runbook) => {
  const flow = flowOf(runbook)
  const reached = reachableFrom([...(flow.start ? [flow.start] : []), ...linked(runbook)], flow)
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

/** Sections that some link of the page means, by its anchor or, when it is misspelt, by the nearest one. */
function linked(runbook: Runbook): Section[] {
  const sections = new Map(runbook.sections.map((section) => [section.id, section]))
  return runbook.links.flatMap(({ href, span }) => {
    if (!href.startsWith('#')) return []
    const anchor = decode(href.slice(1))
    const known = runbook.anchors.has(anchor) ? anchor : nearest(anchor, runbook.anchors.keys())[0]
    const to = known === undefined ? undefined : sectionAt(known, runbook, sections)
    const fromItself = to !== undefined && span.start >= to.span.start && span.end <= to.span.end
    return to && !fromItself ? [to] : []
  })
}

function decode(anchor: string): string {
  try {
    return decodeURIComponent(anchor)
  } catch {
    return anchor
  }
}
