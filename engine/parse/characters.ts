import type { Runbook } from '../model.ts'
import type { Span } from '../source.ts'
import type { Findings } from './findings.ts'

/**
 * Characters that a reader does not see, or that change what is seen (promise P29): controls but tab and line ends,
 * bidirectional marks, zero-width and filler characters, tags, lone surrogates, and variation selectors and
 * joiners where they do not belong to a picture.
 */
const hidden =
  /(?![\t\n\r]|(?<=\p{Extended_Pictographic})\p{Variation_Selector}|\p{Variation_Selector}\u20E3)(?!(?<=\p{Extended_Pictographic}[\p{Variation_Selector}\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic}))[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gv

/** Most texts hold none of these, which is quicker to see. */
const suspect = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\t\n\r]]/v

/** Finds them: errors in code, frontmatter and headings, warnings in prose. A byte order mark at the start is none. */
export function findHiddenCharacters(runbook: Runbook, findings: Findings): void {
  if (!suspect.test(runbook.text)) return
  const places: Span[] = []
  for (const match of runbook.text.matchAll(hidden)) {
    if (match.index === 0 && match[0] === '\uFEFF') continue
    const last = places.at(-1)
    const end = match.index + match[0].length
    if (last?.end === match.index) places[places.length - 1] = { start: last.start, end }
    else places.push({ start: match.index, end })
  }
  if (places.length === 0) return
  const strict = strictPlaces(runbook)
  for (const span of places.slice(0, 100))
    report(
      runbook.text,
      span,
      strict.some((one) => within(span, one)),
      findings,
    )
}

function strictPlaces(runbook: Runbook): Span[] {
  return [
    { start: 0, end: runbook.titleSpan.start },
    ...[...runbook.anchors.values()].map(({ span }) => span),
    ...runbook.sections.flatMap((section) =>
      section.blocks.flatMap((block) => [block.span, ...(block.expectation ? [block.expectation.span] : [])]),
    ),
    ...runbook.samples.map(({ span }) => span),
    ...runbook.links.map(({ hrefSpan }) => hrefSpan),
    ...runbook.sections.flatMap((section) =>
      section.kind === 'decision' ? section.branches.map(({ answerSpan }) => answerSpan) : [],
    ),
  ]
}

function within(span: Span, outer: Span): boolean {
  return span.start >= outer.start && span.start < outer.end
}

function report(text: string, span: Span, strict: boolean, findings: Findings): void {
  const codes = Array.from(text.slice(span.start, span.end))
    .slice(0, 4)
    .map((letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
  findings.add(
    'hidden-characters',
    span,
    `hidden ${codes.length > 1 ? 'characters' : 'character'} ${codes.join(' ')}`,
    {
      severity: strict ? 'error' : 'warning',
      help: 'delete what cannot be seen here',
      fix: [{ span, text: '' }],
    },
  )
}
