import type { Block, Runbook } from '../../model.ts'
import type { Span } from '../../source.ts'
import { headingsOf, type PlacedHeading } from './headings.ts'

/** A part of the page in an outline. */
export interface PageSymbol {
  readonly name: string
  readonly detail: string
  readonly kind: 'title' | 'phase' | 'section' | 'block' | 'input'
  readonly span: Span
  /** What is marked when it is chosen. */
  readonly mark: Span
  readonly children: readonly PageSymbol[]
}

/** The outline of a page: its inputs, then phases, sections and the blocks in them. */
export function symbolsOf(runbook: Runbook): PageSymbol[] {
  const headings = headingsOf(runbook)
  return [...inputsOf(runbook), ...nested(headings, runbook)]
}

function inputsOf({ frontmatter, frontmatterPlaces }: Runbook): PageSymbol[] {
  return Object.entries(frontmatter.inputs).flatMap(([name, { type }]) => {
    const place = frontmatterPlaces.get(`inputs.${name}`)
    if (place === undefined) return []
    const span = { start: place.key.start, end: Math.max(place.key.end, place.value.end) }
    return [{ name, detail: type, kind: 'input' as const, span, mark: place.key, children: [] }]
  })
}

/** Headings below headings. */
function nested(headings: readonly PlacedHeading[], runbook: Runbook): PageSymbol[] {
  const symbols: PageSymbol[] = []
  for (let index = 0; index < headings.length;) {
    const heading = headings[index]
    if (heading === undefined) break
    const below = headings.slice(index + 1).findIndex(({ level }) => level <= heading.level)
    const end = below < 0 ? headings.length : index + 1 + below
    symbols.push(symbolOf(heading, nested(headings.slice(index + 1, end), runbook)))
    index = end
  }
  return symbols
}

function symbolOf(heading: PlacedHeading, inner: readonly PageSymbol[]): PageSymbol {
  const { section, title, level } = heading
  return {
    name: title === '' ? '#' : title,
    detail: section?.kind ?? '',
    kind: section !== undefined ? 'section' : level === 1 ? 'title' : 'phase',
    span: heading.reach,
    mark: heading.words,
    children: [...(section?.blocks ?? []).map(blockSymbol), ...inner],
  }
}

function blockSymbol(block: Block): PageSymbol {
  return {
    name: `${block.role} · ${block.languageText}`,
    detail: block.script.trim().split('\n')[0] ?? '',
    kind: 'block',
    span: block.span,
    mark: block.roleSpan,
    children: [],
  }
}

/** What can be folded: the frontmatter, what stands below a heading, and fences. */
export function foldsOf(runbook: Runbook): Span[] {
  const yaml = [...runbook.frontmatterPlaces.values()].map(({ value }) => value.end)
  const fences = [...runbook.samples, ...runbook.sections.flatMap(({ blocks }) => blocks)]
  return [
    ...(yaml.length === 0 ? [] : [{ start: 0, end: Math.max(...yaml) }]),
    ...headingsOf(runbook).map(({ reach }) => ({
      start: reach.start,
      end: reach.start + runbook.text.slice(reach.start, reach.end).trimEnd().length,
    })),
    ...fences.map(({ span }) => span),
  ].sort((a, b) => a.start - b.start)
}
