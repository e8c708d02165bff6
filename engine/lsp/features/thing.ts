import type { Runbook } from '../../model.ts'
import type { Span } from '../../source.ts'
import { headingsOf } from './headings.ts'
import { linksOf, type Aim } from './links.ts'
import { handedOn, namePlaces } from './names.ts'
import { holds, type Page } from './page.ts'

/** What a person points at with the cursor. */
export type Thing =
  /** A heading, or a link to one; without an anchor a whole runbook, by its title, its id or a link. */
  | { readonly kind: 'aim'; readonly aim: Aim; readonly span: Span }
  /** An input, or a value that a block hands on. */
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }

/** What stands at an offset; nothing for plain text. */
export function thingAt(page: Page, offset: number): Thing | undefined {
  const { runbook } = page
  return (
    headingAt(runbook, offset) ?? linkAt(runbook, offset) ?? nameAt(runbook, offset) ?? idAt(page, offset)
  )
}

function headingAt(runbook: Runbook, offset: number): Thing | undefined {
  const heading = headingsOf(runbook).find(({ span }) => holds(span, offset))
  if (heading === undefined) return undefined
  return { kind: 'aim', aim: { path: runbook.path, anchor: heading.anchor }, span: heading.words }
}

function linkAt(runbook: Runbook, offset: number): Thing | undefined {
  const link = linksOf(runbook).find(({ span, text }) =>
    holds({ start: text?.span.start ?? span.start, end: span.end }, offset),
  )
  return link && { kind: 'aim', aim: link.aim, span: link.span }
}

function nameAt(runbook: Runbook, offset: number): Thing | undefined {
  const declared = declarationAt(runbook, offset)
  if (declared !== undefined) return declared
  const place = namePlaces(runbook).find(({ span }) =>
    holds({ start: span.start - 1, end: span.end }, offset),
  )
  if (place === undefined || !isKnown(place.name, runbook)) return undefined
  return { kind: 'name', ...place }
}

function declarationAt({ frontmatterPlaces }: Runbook, offset: number): Thing | undefined {
  for (const [path, { key }] of frontmatterPlaces) {
    const name = /^inputs\.([^.]+)$/.exec(path)?.[1]
    if (name !== undefined && holds(key, offset)) return { kind: 'name', name, span: key }
  }
  return undefined
}

function isKnown(name: string, runbook: Runbook): boolean {
  return (
    runbook.frontmatterPlaces.has(`inputs.${name}`) || handedOn(runbook).some((value) => value.name === name)
  )
}

/** An id of the library: in the frontmatter it is the page's own, in the text any other. */
function idAt({ runbook, library }: Page, offset: number): Thing | undefined {
  const before = /[\w.-]*$/.exec(runbook.text.slice(Math.max(0, offset - 80), offset))?.[0] ?? ''
  const behind = /^[\w.-]*/.exec(runbook.text.slice(offset, offset + 80))?.[0] ?? ''
  const start = offset - before.length
  const word = (before + behind).replace(/[.-]+$/, '')
  const meant = word === '' ? undefined : library.find(({ frontmatter }) => frontmatter.id === word)
  return meant && { kind: 'aim', aim: { path: meant.path }, span: { start, end: start + word.length } }
}
