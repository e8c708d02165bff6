import type { TextEdit } from '../../diagnostic.ts'
import { deniedNames } from '../../environment.ts'
import type { Runbook } from '../../model.ts'
import { parseRunbook } from '../../parse/index.ts'
import type { Span } from '../../source.ts'
import { pagesOf } from './definition.ts'
import { drillEdits, drillInputs } from './drills.ts'
import { headingsOf, type PlacedHeading } from './headings.ts'
import { linksOf, type PlacedLink } from './links.ts'
import { namePlaces } from './names.ts'
import { runbookAt, type Page } from './page.ts'
import { thingAt, type Thing } from './thing.ts'

/** Edits of each file, by path. */
export type Edits = ReadonlyMap<string, readonly TextEdit[]>

/** Why something cannot be renamed so: one sentence for the author. */
export class Unrenamable extends Error {}

/** What would be renamed at an offset, with the text that stands there now; nothing when it cannot be. */
export function renamableAt(page: Page, offset: number): { span: Span; text: string } | undefined {
  const thing = thingAt(page, offset)
  if (thing === undefined) return undefined
  if (thing.kind === 'name') {
    return isInput(thing.name, page.runbook) ? { span: thing.span, text: thing.name } : undefined
  }
  const found = headingOf(thing, page)
  return found && { span: thing.span, text: wordsOf(found.heading, found.runbook) }
}

/**
 * The edits that rename the thing at an offset. A section takes its links with it, in the whole library and its drills, and so
 * do other sections whose anchors change because of it. An input is renamed on its page, and in the drills of that.
 * @throws Unrenamable when the name is none, or is taken
 */
export function renameAt(page: Page, offset: number, name: string): Edits {
  const thing = thingAt(page, offset)
  if (thing?.kind === 'name' && isInput(thing.name, page.runbook)) {
    return renameInput(page, thing.name, name.trim())
  }
  const found = thing && headingOf(thing, page)
  if (found === undefined) throw new Unrenamable('only a section or an input can be renamed')
  return renameSection(page, found.runbook, found.heading, name.trim())
}

const isInput = (name: string, { frontmatterPlaces }: Runbook): boolean =>
  frontmatterPlaces.has(`inputs.${name}`)

const wordsOf = ({ words }: PlacedHeading, { text }: Runbook): string => text.slice(words.start, words.end)

function headingOf(
  thing: Thing,
  page: Page,
): { readonly runbook: Runbook; readonly heading: PlacedHeading } | undefined {
  if (thing.kind !== 'aim' || thing.aim.anchor === undefined) return undefined
  const runbook = runbookAt(thing.aim.path, page)
  const heading = runbook && headingsOf(runbook).find(({ anchor }) => anchor === thing.aim.anchor)
  return heading && { runbook, heading }
}

function renameInput({ runbook, drills = [] }: Page, old: string, name: string): Edits {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name) || deniedNames.test(name))
    throw new Unrenamable(
      `\`${name}\` cannot be an input: write capitals, digits and \`_\`, such as \`API_URL\``,
    )
  if (isInput(name, runbook)) throw new Unrenamable(`there is an input \`${name}\` already`)
  const declared = runbook.frontmatterPlaces.get(`inputs.${old}`)?.key
  const used = namePlaces(runbook).filter((place) => place.name === old)
  const spans = [...(declared === undefined ? [] : [declared]), ...used.map(({ span }) => span)]
  const given = drills.map((drill) => [drill.path, drillInputs(drill, runbook.path, old)] as const)
  const all = [[runbook.path, spans] as const, ...given.filter(([, places]) => places.length > 0)]
  return new Map(all.map(([path, places]) => [path, places.map((span) => ({ span, text: name }))]))
}

function renameSection(page: Page, runbook: Runbook, heading: PlacedHeading, name: string): Edits {
  if (name === '' || /[\r\n]/.test(name)) throw new Unrenamable('a heading is one line of text')
  const { start, end } = heading.words
  const text = runbook.text.slice(0, start) + name + runbook.text.slice(end)
  const renamed = headingsOf(parseRunbook({ path: runbook.path, text }).runbook)
  const anchors = newAnchors(headingsOf(runbook), renamed)
  const title = renamed.find(({ span }) => span.start === heading.span.start)?.title ?? name
  const edits = new Map<string, TextEdit[]>([[runbook.path, [{ span: heading.words, text: name }]]])
  for (const other of pagesOf(page)) {
    const inHeading = (span: Span) => other === runbook && span.start >= start && span.end <= end
    const followed = linksOf(other).flatMap((link) =>
      link.aim.path === runbook.path && !inHeading(link.span)
        ? follow(link, other, anchors, heading, title)
        : [],
    )
    if (followed.length > 0) edits.set(other.path, [...(edits.get(other.path) ?? []), ...followed])
  }
  for (const drill of page.drills ?? []) {
    const followed = drillEdits(drill, runbook.path, anchors, page)
    if (followed.length > 0) edits.set(drill.path, followed)
  }
  return edits
}

/** Anchors that change, by the heading's place on the page: of two equal titles the second one has a number. */
function newAnchors(before: readonly PlacedHeading[], after: readonly PlacedHeading[]): Map<string, string> {
  if (before.length !== after.length || after.some(({ anchor }) => anchor === ''))
    throw new Unrenamable('the page would not have the same headings')
  return new Map(before.map(({ anchor }, index) => [anchor, after[index]?.anchor ?? anchor]))
}

/** The link's fragment, and its text when it repeats the old title. */
function follow(
  { aim, span, text }: PlacedLink,
  { text: source }: Runbook,
  anchors: ReadonlyMap<string, string>,
  heading: PlacedHeading,
  title: string,
): TextEdit[] {
  const old = aim.anchor ?? ''
  const anchor = anchors.get(old)
  if (anchor === undefined) return []
  const hash = span.start + source.slice(span.start, span.end).indexOf('#') + 1
  const moved = anchor === old ? [] : [{ span: { start: hash, end: span.end }, text: anchor }]
  const repeats = old === heading.anchor && text?.words === heading.title && title !== heading.title
  const written = text && source.slice(text.span.start, text.span.end)
  return repeats && written === text.words ? [...moved, { span: text.span, text: title }] : moved
}
