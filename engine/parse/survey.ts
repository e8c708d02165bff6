import type { Label } from '../model.ts'
import type { Span } from '../source.ts'
import { readArrow, trimmed } from './edges.ts'
import { readFence, type Fence } from './fence.ts'
import type { Findings } from './findings.ts'
import { readAlert, type Alert } from './gates.ts'
import { markOf, marks, timingOf, type Mark, type Timing } from './labels.ts'
import type { Code, Inline, Item, List, Node, Paragraph } from './tree.ts'

export type EdgeWord = 'Next' | 'If it fails' | 'Run'

/** What of a section is more than prose, in document order. */
export type Piece =
  | { readonly kind: 'fence'; readonly fence: Fence; readonly span: Span; readonly inQuote: boolean }
  | { readonly kind: 'alert'; readonly alert: Alert; readonly span: Span }
  | { readonly kind: 'label'; readonly label: Label; readonly labelSpan: Span; readonly span: Span }
  | {
      readonly kind: 'edge'
      readonly word: EdgeWord
      readonly wordSpan: Span
      readonly inlines: readonly Inline[]
      readonly span: Span
    }
  | { readonly kind: 'timing'; readonly timing: Timing; readonly span: Span }
  | { readonly kind: 'mark'; readonly mark: Mark; readonly span: Span }
  | { readonly kind: 'branches'; readonly list: List; readonly span: Span }
  | { readonly kind: 'remark'; readonly span: Span }
  | { readonly kind: 'tasks'; readonly list: List; readonly span: Span }

const labels: readonly string[] = ['Action', 'Verification', 'Rollback', 'Message']
const edgeWords: readonly string[] = ['Next', 'If it fails', 'Run']

/** Finds the pieces of a section's nodes, inside lists too. */
export function survey(nodes: readonly Node[], source: string, findings: Findings): Piece[] {
  return new Surveyor(source, findings).read(nodes)
}

class Surveyor {
  readonly #source: string
  readonly #findings: Findings
  readonly #pieces: Piece[] = []

  constructor(source: string, findings: Findings) {
    this.#source = source
    this.#findings = findings
  }

  read(nodes: readonly Node[]): Piece[] {
    this.#nodes(nodes, 'top')
    return this.#pieces
  }

  #nodes(nodes: readonly Node[], where: 'top' | 'list' | 'quote'): void {
    nodes.forEach((node, index) => {
      if (node.kind === 'paragraph') this.#paragraph(node)
      if (node.kind === 'code') this.#code(node, where, nodes[index - 1])
      if (node.kind === 'list') this.#list(node)
      if (node.kind === 'quote') this.#quote(node, where)
      if (node.kind === 'remark') this.#pieces.push({ kind: 'remark', span: node.span })
    })
  }

  #quote(quote: Extract<Node, { kind: 'quote' }>, where: 'top' | 'list' | 'quote'): void {
    const alert = readAlert(quote, this.#source, this.#findings)
    if (alert === undefined) return this.#nodes(quote.children, 'quote')
    if (where !== 'top') {
      this.#findings.add(
        'misplaced-alert',
        firstLine(quote.span, this.#source),
        `code hosts show no alert inside a ${where}`,
        {
          help: 'move it out, to the beginning of a line',
        },
      )
    }
    this.#pieces.push({ kind: 'alert', alert, span: quote.span })
  }

  #list(list: List): void {
    if (list.items.some((item) => item.checked !== undefined)) {
      this.#pieces.push({ kind: 'tasks', list, span: list.span })
    } else if (isBranchList(list, this.#source)) {
      this.#pieces.push({ kind: 'branches', list, span: list.span })
    } else for (const item of list.items) this.#nodes(item.children, 'list')
  }

  #code(code: Code, where: 'top' | 'list' | 'quote', before: Node | undefined): void {
    const fence = readFence(code, this.#source)
    if (fence === undefined) return this.#indented(code)
    this.#checkPlace(fence, where, before)
    this.#pieces.push({ kind: 'fence', fence, span: fence.span, inQuote: where === 'quote' })
  }

  /** Indented code that begins like a fence: the author meant a fence. */
  #indented(code: Code): void {
    if (!/^(?:`{3,}|~{3,})/.test(code.text.trimStart())) return
    const line = firstLine(code.span, this.#source)
    const place = trimmed(line.start, line.end, this.#source)
    this.#findings.add('misindented-fence', place, 'this fence is indented too far: it is shown as text', {
      help: 'indent it as far as the text of its list item, or not at all',
    })
  }

  #checkPlace(fence: Fence, where: 'top' | 'list' | 'quote', before: Node | undefined): void {
    const indent = columnOf(fence.span.start, this.#source)
    const dropped = where === 'top' && before?.kind === 'list' && indent > 0
    if (!fence.closed && where === 'list' && this.#source.slice(fence.span.end).trim() !== '') {
      this.#findings.add(
        'misindented-fence',
        fence.opening,
        'this fence ends with its list item, before it is closed',
        {
          help: 'indent all its lines as far as the text of the list item',
        },
      )
    } else if (!fence.closed) {
      this.#findings.add('unclosed-fence', fence.opening, 'this fence is never closed', {
        help: 'close it with a line of as many back-ticks or tildes',
      })
    } else if (dropped) {
      this.#findings.add(
        'misindented-fence',
        fence.opening,
        'this fence is not inside the list item above it',
        {
          help: 'indent it as far as the text of the item, or not at all',
        },
      )
    }
  }

  #paragraph(paragraph: Paragraph): void {
    for (const segment of segments(paragraph, this.#source)) this.#segment(segment)
  }

  #segment({ inlines, span }: Segment): void {
    const [first, ...rest] = inlines
    if (first?.kind !== 'strong') return
    if (labels.includes(first.text)) {
      this.#pieces.push({ kind: 'label', label: first.text as Label, labelSpan: first.span, span })
    } else if (edgeWords.includes(first.text)) {
      this.#pieces.push({
        kind: 'edge',
        word: first.text as EdgeWord,
        wordSpan: first.span,
        inlines: rest,
        span,
      })
    } else if (!this.#byTheClock(first, span)) this.#nearLabel(first, rest)
  }

  /** Labels that stay in the prose: what goes by the clock, and what says something about the section. */
  #byTheClock(first: Inline, span: Span): boolean {
    const mark = markOf(first.text)
    if (mark !== undefined) this.#pieces.push({ kind: 'mark', mark, span: first.span })
    const timing = mark === undefined ? timingOf(first, span, this.#source, this.#findings) : undefined
    if (timing !== undefined) this.#pieces.push({ kind: 'timing', timing, span })
    return mark !== undefined || timing !== undefined
  }

  #nearLabel(strong: Inline, rest: readonly Inline[]): void {
    const plain = strong.text.trim().replace(/:$/, '').toLowerCase()
    const meant = [...labels, ...edgeWords, ...marks].find((label) => label.toLowerCase() === plain)
    const goes = edgeWords.includes(meant ?? '') && !rest.some((inline) => inline.kind === 'link')
    if (meant === undefined || goes) return
    this.#findings.add('unknown-label', strong.span, `\`${strong.text}\` is not read as a label`, {
      help: `write \`**${meant}**\``,
      fix: [{ span: strong.span, text: `**${meant}**` }],
    })
  }
}

interface Segment {
  readonly inlines: readonly Inline[]
  readonly span: Span
}

/** A paragraph, cut before each bold word that begins a line. */
function segments(paragraph: Paragraph, source: string): Segment[] {
  const cuts = paragraph.inlines.flatMap((inline, index) =>
    index === 0 || (inline.kind === 'strong' && beginsLine(inline.span.start, source)) ? [index] : [],
  )
  return cuts.map((cut, index) => {
    const inlines = paragraph.inlines.slice(cut, cuts[index + 1])
    const start = inlines[0]?.span.start ?? paragraph.span.start
    const stop = paragraph.inlines[cuts[index + 1] ?? -1]?.span.start ?? paragraph.span.end
    return { inlines, span: { start, end: start + source.slice(start, stop).trimEnd().length } }
  })
}

function beginsLine(offset: number, source: string): boolean {
  return /(?:^|[\r\n])[ \t>]*$/.test(source.slice(Math.max(0, offset - 80), offset))
}

function columnOf(offset: number, source: string): number {
  let start = offset
  while (start > 0 && !'\r\n\uFEFF'.includes(source[start - 1] ?? '')) start--
  return offset - start
}

/** A list with an item that begins with a bold text and an arrow: the branches of a decision. */
export function isBranchList(list: List, source: string): boolean {
  return list.items.some((item) => branchOf(item, source) !== undefined)
}

/** The bold text and what follows it, of an item that is a branch. */
export function branchOf(
  item: Item,
  source: string,
): { answer: Inline; rest: readonly Inline[] } | undefined {
  const paragraph = item.children[0]
  if (paragraph?.kind !== 'paragraph') return undefined
  const [answer, ...rest] = paragraph.inlines
  if (answer?.kind !== 'strong' || edgeWords.includes(answer.text)) return undefined
  return readArrow(rest, source) === undefined ? undefined : { answer, rest }
}

/** The first line of a span. */
export function firstLine(span: Span, source: string): Span {
  const text = source.slice(span.start, span.end)
  const end = text.search(/[\r\n]/)
  return { start: span.start, end: end < 0 ? span.end : span.start + end }
}
