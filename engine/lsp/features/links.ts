import { decoded } from '../../address.ts'
import { runbookTarget } from '../../parse/targets.ts'
import type { Runbook } from '../../model.ts'
import type { Span } from '../../source.ts'

/** A link to a section or a runbook. */
export interface Aim {
  /** The runbook that it leads to. */
  readonly path: string
  /** The section in it, decoded. */
  readonly anchor?: string
}

export interface PlacedLink {
  readonly aim: Aim
  /** The destination as it is written. */
  readonly span: Span
  /** The text that a reader sees, with its place; none for a definition (`[label]: page.md`). */
  readonly text?: { readonly words: string; readonly span: Span }
}

/**
 * Every link of a page that leads to a section or a runbook, with the very characters of its destination. A link
 * whose destination stands in a definition is that definition.
 */
export function linksOf(runbook: Runbook): PlacedLink[] {
  const inline = runbook.links.flatMap(({ href, text, span, hrefSpan }): PlacedLink[] => {
    const aim = aimOf(href, runbook)
    const written = runbook.text.slice(hrefSpan.start, hrefSpan.end)
    return aim === undefined || !isDestination(written)
      ? []
      : [{ aim, span: hrefSpan, text: { words: text, span: textSpan(span, hrefSpan) } }]
  })
  return [...inline, ...definitionsOf(runbook)]
}

/** Where a link leads to, or nothing when it leaves the library. */
export function aimOf(href: string, { path, anchors }: Runbook): Aim | undefined {
  if (href.startsWith('#')) return { path, anchor: decoded(href.slice(1)) }
  const target = runbookTarget({ href, span: { start: 0, end: 0 } }, { path, anchors })
  if (target === undefined) return undefined
  return target.anchor === undefined ? { path: target.path } : { path: target.path, anchor: target.anchor }
}

/** A link to a definition has no destination of its own: the whole link stands for it. */
const isDestination = (written: string): boolean => !written.startsWith('[')

function textSpan(span: Span, hrefSpan: Span): Span {
  return { start: span.start + 1, end: Math.max(span.start + 1, hrefSpan.start - 2) }
}

function definitionsOf(runbook: Runbook): PlacedLink[] {
  const shown = [
    ...runbook.samples.map(({ span }) => span),
    ...runbook.sections.flatMap(({ blocks }) => blocks.map(({ span }) => span)),
  ]
  return [...runbook.text.matchAll(/^[ \t>]*\[[^\]\r\n]+\]:[ \t]*<?([^\s>]+)/dgm)].flatMap((match) => {
    const [start, end] = match.indices?.[1] ?? [0, 0]
    const aim = aimOf(match[1] ?? '', runbook)
    const inFence = shown.some((span) => span.start <= start && start < span.end)
    return aim === undefined || inFence ? [] : [{ aim, span: { start, end } }]
  })
}
