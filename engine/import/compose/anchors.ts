import GithubSlugger from 'github-slugger'
import { decoded } from '../../address.ts'
import type { RunbookDraft, SectionDraft } from '../draft.ts'
import type { Notes } from '../notes.ts'
import { type SourceSection, seenText } from '../read/page.ts'

/** Links inside a page, from its old anchors to what became of their sections. */
export interface Anchors {
  /** Sections that some link leads to. */
  readonly linked: ReadonlySet<SectionDraft>
  /** A text with each of its links marked; one that leads nowhere becomes text, and a note says so. */
  marked(text: string, line: number): string
  /** Where each anchor of the source leads, in small letters: a file, and the anchor in it. */
  landings(): ReadonlyMap<string, Landing>
  /** Text with its marks replaced by links, as a page of this draft has to write them. */
  written(text: string, draft: RunbookDraft): string
}

/** Where a link to a section of the source has to lead now. */
export interface Landing {
  readonly file: string
  readonly anchor: string
}

/** Where a section of the source went. */
export interface Place {
  readonly draft: RunbookDraft
  readonly section: SectionDraft
}

/** The anchor that code hosts give a title that stands once on its page. */
export const slugOf = (title: string): string => new GithubSlugger().slug(title)

/** The same as a link writes it: what cannot be seen is spelled out. */
export const hrefOf = (title: string): string =>
  `#${slugOf(title).replaceAll(/[\p{Variation_Selector}\u200D]/gu, (letter) => encodeURIComponent(letter))}`

/** @param places by section of the source, in the order of the source */
export function openAnchors(places: ReadonlyMap<SourceSection, Place>, notes: Notes): Anchors {
  const slugger = new GithubSlugger()
  const known = new Map<string, Place>()
  for (const [source, place] of places) {
    if (source.level > 0) known.set(slugger.slug(source.title), place)
    const own = /\{#([\w-]+)\}/.exec(source.markup)?.[1]
    if (own !== undefined) known.set(own, place)
  }
  const marks: Place[] = []
  const linked = new Set<SectionDraft>()
  return {
    linked,
    marked: (text, line) =>
      text.includes('](#') ? markLinks(text, line, known, marks, linked, notes) : text,
    landings: () =>
      new Map(
        [...known].map(([anchor, { draft, section }]) => [
          anchor.toLowerCase(),
          { file: draft.file, anchor: hrefOf(section.title).slice(1) },
        ]),
      ),
    written: (text, draft) =>
      text.includes('#import-section-')
        ? text.replaceAll(/#import-section-(\d+)-/g, (_, index: string) => {
            const place = marks[Number(index)]
            return place === undefined
              ? '#'
              : `${place.draft === draft ? '' : place.draft.file}${hrefOf(place.section.title)}`
          })
        : text,
  }
}

function markLinks(
  text: string,
  line: number,
  known: ReadonlyMap<string, Place>,
  marks: Place[],
  linked: Set<SectionDraft>,
  notes: Notes,
): string {
  return text.replaceAll(
    /\[((?:[^[\]\\]|\\.|`[^`]*`|!\[[^\]]*\]\([^)]*\))*)\]\(#([^)\s]*)((?:\s+"[^"]*")?)\)/g,
    (_, label: string, anchor: string, title: string) => {
      const place = known.get(decoded(anchor)) ?? known.get(decoded(anchor).toLowerCase())
      if (place === undefined) {
        notes.add(
          'dead-link',
          line,
          `the link to \`#${anchor}\` leads nowhere: it is text now`,
          'link to the section that was meant, or take it away',
          `#${anchor}`,
        )
        return `${label} (#${anchor}${title})`
      }
      linked.add(place.section)
      return `[${label}](#import-section-${marks.push(place) - 1}-${title})`
    },
  )
}

/** Marks every link of a section. A heading that loses one reads differently. */
export function markSection(section: SectionDraft, anchors: Anchors): void {
  const { markup, line } = section
  section.markup = anchors.marked(markup, line)
  if (section.markup !== markup) section.title = seenText(section.markup)
  for (const part of section.parts) {
    if (part.kind === 'tasks') part.text = anchors.marked(part.text, part.line)
    if (part.kind !== 'text') continue
    for (const piece of part.pieces) if ('text' in piece) piece.text = anchors.marked(piece.text, part.line)
  }
}
