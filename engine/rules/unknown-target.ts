import { decoded } from '../address.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook, RunbookTarget, Section, Target } from '../model.ts'
import type { Card } from '../model/card.ts'
import type { Span } from '../source.ts'
import { correction } from '../suggest.ts'
import { edgesOf, runbookTargets, sectionAt } from './graph/flow.ts'
import type { LibraryRule, Rule } from './rule.ts'

/** A link that leads to no section of this page: as a branch, as **Next**, as **If it fails**, or in prose. */
export const unknownTarget: Rule = (runbook) => {
  const sections = new Map(runbook.sections.map((section) => [section.id, section]))
  const edges = runbook.sections
    .flatMap(edgesOf)
    .flatMap(({ target }) => edgeFinding(target, runbook, sections))
  const told = new Set(edges.map(({ span }) => span.start))
  const edgeSpans = runbook.sections.flatMap(edgesOf).map(({ span }) => span)
  const links = runbook.links.filter(
    ({ href, hrefSpan }) =>
      href.startsWith('#') && !told.has(hrefSpan.start) && !edgeSpans.some((edge) => holds(edge, hrefSpan)),
  )
  return [...edges, ...links.flatMap(({ href, hrefSpan }) => linkFinding(href, hrefSpan, runbook))].sort(
    (a, b) => a.span.start - b.span.start,
  )
}

const holds = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end

function edgeFinding(target: Target, runbook: Runbook, sections: ReadonlyMap<string, Section>): Diagnostic[] {
  if (target.kind === 'section' && !sectionAt(target.id, runbook, sections))
    return [missing(target.id, target.span, runbook)]
  if (target.kind !== 'unknown' || !target.text.includes('#')) return []
  return [missing(target.text.slice(target.text.indexOf('#') + 1), target.span, runbook)]
}

function missing(anchor: string, span: Span, runbook: Runbook): Diagnostic {
  return runbook.anchors.has(anchor) ? nothingToDo(anchor, span, runbook) : noSection(anchor, span, runbook)
}

function linkFinding(href: string, span: Span, runbook: Runbook): Diagnostic[] {
  const anchor = decoded(href.slice(1))
  return anchor === '' || runbook.anchors.has(anchor) ? [] : [noSection(anchor, span, runbook)]
}

function noSection(anchor: string, span: Span, runbook: Pick<Card, 'path' | 'anchors'>): Diagnostic {
  const near = correction(anchor, runbook.anchors.keys(), span, (known) => `#${known}`)
  return {
    code: 'unknown-target',
    severity: 'error',
    path: runbook.path,
    message: `no section is called \`${anchor}\``,
    span,
    label: 'no section has this anchor',
    help: 'link to the anchor of a heading: its title in lower case, with `-` between the words',
    ...near,
  }
}

function nothingToDo(anchor: string, span: Span, runbook: Runbook): Diagnostic {
  return {
    code: 'unknown-target',
    severity: 'error',
    path: runbook.path,
    message: `nothing is to be done at \`${anchor}\``,
    span,
    label: 'a run cannot go on there',
    help: 'link to a section that holds a step, a decision or a checklist',
  }
}

/** Links and calls from one runbook to another: the file must exist, and so must the section it names. */
export const unknownRunbooks: LibraryRule = (runbooks, { isFile }) => {
  const known = new Map(runbooks.map((runbook) => [runbook.path, runbook]))
  return runbooks.flatMap((runbook) =>
    runbookTargets(runbook).flatMap((target) => {
      const other = known.get(target.path)
      if (other === undefined) return isFile(target.path) ? [] : [noFile(target, runbook, known)]
      const sections = new Map(other.sections.map((section) => [section.id, section]))
      const found = target.anchor === undefined || sectionAt(target.anchor, other, sections)
      return found ? [] : [noAnchor(target, runbook, other)]
    }),
  )
}

function noFile(target: RunbookTarget, runbook: Card, known: ReadonlyMap<string, Card>): Diagnostic {
  const wanted = baseName(target.path)
  const names = [...known.keys()].map(baseName)
  return {
    code: 'unknown-target',
    severity: 'error',
    path: runbook.path,
    message: `there is no runbook at \`${target.path}\``,
    span: target.span,
    label: 'no such file',
    help: 'write the path of a runbook, relative to this file',
    ...repaired(
      target,
      wanted,
      correction(
        wanted,
        names.filter((name) => name !== wanted),
        target.span,
      ),
    ),
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** A link is repaired as a whole: its parts may stand there percent-encoded. */
function repaired(
  { href, span }: RunbookTarget,
  part: string,
  found: ReturnType<typeof correction>,
): Partial<Diagnostic> {
  const [edit] = found?.fix ?? []
  return edit === undefined
    ? { ...found }
    : { ...found, fix: [{ span, text: href.replace(part, edit.text) }] }
}

function noAnchor(target: RunbookTarget, runbook: Card, other: Card): Diagnostic {
  const anchor = target.anchor ?? ''
  const known = noSection(anchor, target.span, other)
  return {
    ...known,
    ...repaired(target, `#${anchor}`, known.fix && { help: known.help ?? '', fix: [...known.fix] }),
    path: runbook.path,
    message: `\`${other.path}\` has no section called \`${anchor}\` to start at`,
    related: [{ path: other.path, span: other.titleSpan, label: 'the other runbook' }],
  }
}
