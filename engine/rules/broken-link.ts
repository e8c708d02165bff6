import type { Diagnostic } from '../diagnostic.ts'
import type { Link } from '../model.ts'
import type { Card } from '../model/card.ts'
import type { Span } from '../source.ts'
import { correction } from '../suggest.ts'
import { edgesOf } from './graph/flow.ts'
import { fileLink } from './graph/links.ts'
import type { LibraryRule, Surroundings } from './rule.ts'

/** A relative link or picture in prose whose file is not there, or has no such section. */
export const brokenLink: LibraryRule = (runbooks, around) => {
  const pages = new Map(runbooks.map((runbook) => [runbook.path, runbook]))
  return runbooks.flatMap((runbook) => {
    if (runbook.links.length === 0) return []
    const followed = followedSpans(runbook)
    return runbook.links
      .filter(({ span }) => !followed.some((edge) => edge.start <= span.start && span.end <= edge.end))
      .flatMap((link) => finding(link, runbook, pages, around) ?? [])
  })
}

/** Links that a run follows are judged by `unknown-target`. */
function followedSpans({ sections }: Card): Span[] {
  return sections.flatMap((section) => [
    ...edgesOf(section).map(({ span }) => span),
    ...(section.runbook ? [section.span] : []),
  ])
}

function finding(
  { href, hrefSpan }: Link,
  { path }: Card,
  pages: ReadonlyMap<string, Card>,
  around: Surroundings,
): Diagnostic | undefined {
  const target = fileLink(href, path)
  if (target === undefined) return undefined
  const base = { code: 'broken-link', severity: 'warning', path, span: hrefSpan } as const
  if (!pages.has(target.path) && !around.exists(target.path))
    return {
      ...base,
      message: `there is no file at \`${target.path}\``,
      label: 'this link leads nowhere',
      help: 'write the path relative to this file, or take the link away',
      ...nearFile(href, hrefSpan, target.path, pages),
    }
  const anchors = pages.get(target.path)?.anchors ?? around.anchors(target.path)
  if (target.anchor === undefined || anchors === undefined || anchors.has(target.anchor)) return undefined
  const near = correction(
    target.anchor,
    anchors.keys(),
    hrefSpan,
    (anchor) => `${href.slice(0, href.indexOf('#'))}#${anchor}`,
  )
  return {
    ...base,
    message: `\`${target.path}\` has no section \`${target.anchor}\``,
    label: 'this link leads to the top of that page',
    help: 'take the anchor of a heading: its title in lower case, with `-` between the words',
    ...near,
  }
}

function nearFile(
  href: string,
  span: Span,
  path: string,
  pages: ReadonlyMap<string, Card>,
): ReturnType<typeof correction> {
  const name = (one: string): string => one.slice(one.lastIndexOf('/') + 1)
  const wanted = name(path)
  return correction(wanted, [...pages.keys()].map(name), span, (near) => href.replace(wanted, near))
}
