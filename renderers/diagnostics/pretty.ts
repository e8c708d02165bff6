import { counted } from '../../engine/counted.ts'
import type { Diagnostic, Related } from '../../engine/diagnostic.ts'
import { type Source, type Span, lineStarts, positionAt } from '../../engine/source.ts'
import { escapeLine } from '../terminal/escape.ts'
import { type Colors, type Style, styleOf } from '../terminal/style.ts'
import { type Excerpt, excerptsOf } from './excerpt.ts'

/**
 * Findings for people: each with its place, the source line, marks below what is meant, and what to do; then a line
 * that counts them. Empty when there is no finding. Nothing of the sources reaches a terminal unescaped.
 *
 * @param sources the texts that the findings point into; without one, a finding shows its path alone
 */
export function renderPretty(
  findings: readonly Diagnostic[],
  sources: readonly Source[],
  options: { readonly color: Colors },
): string {
  const style = styleOf(options.color)
  const pages = pagesOf(sources)
  const frames = findings.map((finding) => frameOf(finding, pages, style, `docs/rules/${finding.code}.md`))
  return frames.length === 0 ? '' : `${frames.join('\n')}\n${summaryOf(findings)}\n`
}

/** `2 errors, 1 warning in 3 files`: what was found, and in how many files. */
export function summaryOf(findings: readonly Diagnostic[]): string {
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const counts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(findings.length > errors ? [counted(findings.length - errors, 'warning')] : []),
  ]
  return `${counts.join(', ')} in ${counted(new Set(findings.map((finding) => finding.path)).size, 'file')}`
}

/** Texts by path, with the offsets at which their lines begin. */
export type Pages = ReadonlyMap<string, { readonly text: string; readonly starts: readonly number[] }>

/** The texts that frames quote from. */
export function pagesOf(sources: readonly Source[]): Pages {
  return new Map(
    sources.map((source) => [source.path, { text: source.text, starts: lineStarts(source.text) }]),
  )
}

/** What a frame can show: a finding, or a note of an import. */
type Framed = Omit<Diagnostic, 'code' | 'severity'> & {
  readonly code: string
  readonly severity: Diagnostic['severity'] | 'note'
}

interface Part {
  readonly path: string
  readonly span: Span
  readonly label: string
  readonly excerpts: readonly Excerpt[]
}

/** One message with its place, the source line and marks below it. `docs` is the page that explains its code. */
export function frameOf(finding: Framed, pages: Pages, style: Style, docs: string): string {
  const main = partOf(finding.path, finding.span, finding.label ?? '', '^', pages)
  const others = (finding.related ?? []).map((related: Related) =>
    partOf(related.path, related.span, related.label, '-', pages),
  )
  const numbers = [main, ...others].flatMap((part) => part.excerpts.map((excerpt) => excerpt.line))
  const gutter = String(Math.max(1, ...numbers)).length
  const paint = { error: style.red, warning: style.yellow, note: style.cyan }[finding.severity]
  const lines = [
    `${style.bold(paint(`${finding.severity}[${finding.code}]`))}${style.bold(`: ${escapeLine(finding.message)}`)}`,
    ...drawn(main, '-->', gutter, paint, pages, style),
    ...others.flatMap((part) => drawn(part, ':::', gutter, style.cyan, pages, style)),
    ...(finding.help === undefined ? [] : [note('help', escapeLine(finding.help), gutter, style)]),
    note('docs', docs, gutter, style),
  ]
  return `${lines.join('\n')}\n`
}

function partOf(path: string, span: Span, label: string, mark: string, pages: Pages): Part {
  const page = pages.get(path)
  return { path, span, label, excerpts: page ? excerptsOf(page.text, page.starts, span, mark) : [] }
}

function drawn(
  part: Part,
  arrow: string,
  gutter: number,
  paint: (text: string) => string,
  pages: Pages,
  style: Style,
): string[] {
  const starts = pages.get(part.path)?.starts
  const place = starts ? positionAt(starts, part.span.start) : undefined
  const at = place ? `:${place.line}:${place.column}` : ''
  const blank = ' '.repeat(gutter)
  const bar = style.cyan(`${blank} |`)
  const lines = part.excerpts.flatMap((excerpt, index) => {
    const skipped = index > 0 && excerpt.line > (part.excerpts[index - 1]?.line ?? 0) + 1
    const label = index === part.excerpts.length - 1 && part.label !== '' ? ` ${escapeLine(part.label)}` : ''
    return [
      ...(skipped ? [style.cyan(`${blank} …`)] : []),
      `${style.cyan(`${String(excerpt.line).padStart(gutter)} |`)} ${excerpt.text}`.trimEnd(),
      `${bar} ${paint(excerpt.marks + label)}`,
    ]
  })
  return [
    `${blank}${style.cyan(arrow)} ${escapeLine(part.path)}${at}`,
    ...(lines.length > 0 ? [bar, ...lines] : []),
  ]
}

const note = (name: string, text: string, gutter: number, style: Style): string =>
  `${' '.repeat(gutter)} ${style.cyan('=')} ${style.bold(name)}: ${text}`
