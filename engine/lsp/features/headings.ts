import type { Runbook, Section } from '../../model.ts'
import type { Span } from '../../source.ts'

/** A heading of the page. */
export interface PlacedHeading {
  readonly anchor: string
  readonly title: string
  readonly level: number
  /** The whole heading. */
  readonly span: Span
  /** Its words, as they are written. */
  readonly words: Span
  /** From the heading to the next one that is not below it, or to the end. */
  readonly reach: Span
  /** What a run does here; none for a phase and for a page's title. */
  readonly section?: Section
}

/** The headings of a page, in its order. */
export function headingsOf(runbook: Runbook): PlacedHeading[] {
  const sections = new Map(runbook.sections.map((section) => [section.id, section]))
  const drafts = [...runbook.anchors]
    .map(([anchor, { title, span }]) => ({ anchor, title, span, level: levelOf(runbook.text, span) }))
    .sort((a, b) => a.span.start - b.span.start)
  return drafts.map((draft, index) => {
    const next = drafts.slice(index + 1).find(({ level }) => level <= draft.level)
    const section = sections.get(draft.anchor)
    return {
      ...draft,
      words: wordsOf(runbook.text, draft.span),
      reach: { start: draft.span.start, end: next?.span.start ?? runbook.text.length },
      ...(section === undefined ? {} : { section }),
    }
  })
}

function levelOf(text: string, span: Span): number {
  const written = text.slice(span.start, span.end)
  const marks = /^#{1,6}/.exec(written)?.[0].length
  return marks ?? (/[\r\n][ \t>]*=+[ \t]*$/.test(written) ? 1 : 2)
}

/** The text between the marks; of an underlined heading the text above the line. */
function wordsOf(text: string, span: Span): Span {
  const written = text.slice(span.start, span.end)
  const marked = /^#{1,6}(?:[ \t]+|$)/.exec(written)
  const body =
    marked === null
      ? written.replace(/(?:\r\n|\n|\r)[ \t>]*[=-]+[ \t]*$/, '')
      : written.slice(marked[0].length).replace(/(?:^|[ \t]+)#+[ \t]*$/, '')
  const start = span.start + (marked?.[0].length ?? 0)
  return { start, end: start + body.trimEnd().length }
}
