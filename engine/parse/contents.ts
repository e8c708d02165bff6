import type { Block, Gate, Part, Prose, Sample } from '../model.ts'
import type { Span } from '../source.ts'
import { readBlock, type BlockDraft, type LabelPlace } from './blocks.ts'
import { isExpectation, readExpectation } from './expectations.ts'
import type { Fence } from './fence.ts'
import type { Findings } from './findings.ts'
import { gateOf, postGate } from './gates.ts'
import type { Mark, Timing } from './labels.ts'
import type { EdgeWord, Piece } from './survey.ts'
import type { Inline, List } from './tree.ts'

/** An **Next**, **If it fails** or **Run**, not yet followed. */
export interface EdgePlace {
  readonly word: EdgeWord
  readonly wordSpan: Span
  readonly inlines: readonly Inline[]
  readonly span: Span
}

/** Text that is not prose; without a part it is shown by other means. */
export interface Special {
  readonly span: Span
  readonly part?: Part
}

/** What a section holds, before it is known where its edges lead. */
export interface Contents {
  readonly blocks: readonly Block[]
  readonly gates: readonly Gate[]
  readonly samples: readonly Sample[]
  readonly edges: readonly EdgePlace[]
  readonly branches: readonly List[]
  readonly tasks: readonly List[]
  readonly timings: readonly Timing[]
  readonly marks: readonly { readonly mark: Mark; readonly span: Span }[]
  /** Where **Action** stands, and the text beside it. */
  readonly action: { readonly label: Span; readonly prose: Prose } | undefined
  /** Fences that were meant to run and cannot. */
  readonly broken: readonly Span[]
  readonly specials: readonly Special[]
}

/** Reads the pieces of one section; `id` is the section's. */
export function readContents(
  pieces: readonly Piece[],
  id: string,
  source: string,
  findings: Findings,
): Contents {
  const reader = new Reader(id, source, findings)
  for (const piece of pieces) reader.piece(piece)
  return reader.contents
}

class Reader {
  readonly contents = {
    blocks: [] as Block[],
    gates: [] as Gate[],
    samples: [] as Sample[],
    edges: [] as EdgePlace[],
    branches: [] as List[],
    tasks: [] as List[],
    timings: [] as Timing[],
    marks: [] as { mark: Mark; span: Span }[],
    action: undefined as { label: Span; prose: Prose } | undefined,
    broken: [] as Span[],
    specials: [] as Special[],
  }
  readonly #id: string
  readonly #source: string
  readonly #findings: Findings
  #label: LabelPlace | undefined
  /** The fence right before, for an expectation. */
  #before: { readonly span: Span; readonly block?: number; readonly broken?: true } | undefined

  constructor(id: string, source: string, findings: Findings) {
    this.#id = id
    this.#source = source
    this.#findings = findings
  }

  piece(piece: Piece): void {
    const { contents } = this
    if (piece.kind === 'fence') return this.#fence(piece.fence, piece.inQuote)
    if (piece.kind === 'label') return this.#readLabel(piece)
    if (piece.kind === 'alert') {
      const gate = contents.gates.push(gateOf(piece.alert, this.#id)) - 1
      contents.specials.push({ span: piece.span, part: { kind: 'gate', gate, span: piece.span } })
      return
    }
    if (piece.kind === 'timing') return void contents.timings.push(piece.timing)
    if (piece.kind === 'mark') return void contents.marks.push(piece)
    contents.specials.push({ span: piece.span })
    if (piece.kind === 'edge') contents.edges.push(piece)
    if (piece.kind === 'branches') contents.branches.push(piece.list)
    if (piece.kind === 'tasks') contents.tasks.push(piece.list)
  }

  #readLabel({ label, labelSpan, span }: Extract<Piece, { kind: 'label' }>): void {
    const start = labelSpan.end + this.#source.slice(labelSpan.end, span.end).search(/\S|$/)
    const prose = { markdown: this.#source.slice(start, span.end), span: { start, end: span.end } }
    this.#label = { label, span: labelSpan }
    if (label === 'Action') this.contents.action ??= { label: labelSpan, prose }
    this.contents.specials.push({ span, part: { kind: 'label', label, ...prose, span } })
  }

  #fence(fence: Fence, inQuote: boolean): void {
    if (isExpectation(fence)) return this.#expectation(fence)
    const read = readBlock(fence, this.#label, this.#findings)
    if (read.kind === 'sample') return this.#sample(fence)
    this.contents.specials.push({ span: fence.span })
    this.#before = { span: fence.span, broken: true }
    if (read.kind === 'broken') return void this.contents.broken.push(fence.span)
    if (inQuote) return this.#misplaced(fence)
    const index = this.contents.blocks.length
    const gate = read.block.role === 'message' ? this.#postGate(read.block) : this.#gate()
    this.contents.blocks.push({ ...read.block, index, ...(gate === undefined ? {} : { gate }) })
    this.contents.specials.pop()
    this.contents.specials.push({ span: fence.span, part: { kind: 'block', block: index, span: fence.span } })
    this.#before = { span: fence.span, block: index }
  }

  #misplaced(fence: Fence): void {
    this.contents.broken.push(fence.span)
    this.#findings.add('misplaced-block', fence.opening, 'a block inside a quote does not run', {
      help: 'move it out of the quote, or take its role away',
    })
  }

  /** The last alert above that asks something. */
  #gate(): number | undefined {
    const { gates } = this.contents
    const gate = gates.findLastIndex(({ asks }) => asks !== 'nothing' && asks !== 'post')
    if (gate >= 0) return gate
    const other = gates.findLastIndex(({ kind }) => kind !== 'message')
    return other >= 0 ? other : undefined
  }

  /** A message that is posted has a gate of its own, which no alert stands for. */
  #postGate({ options, span }: BlockDraft): number | undefined {
    return options.post === undefined ? undefined : this.contents.gates.push(postGate(options.post, span)) - 1
  }

  #sample(fence: Fence): void {
    const language = fence.info[0]
    const empty = { start: fence.opening.end, end: fence.opening.end }
    const sample: Sample = {
      language: language?.text ?? '',
      text: fence.text,
      span: fence.span,
      languageSpan: language?.span ?? empty,
      section: this.#id,
    }
    this.contents.samples.push(sample)
    this.contents.specials.push({ span: fence.span, part: { kind: 'sample', sample, span: fence.span } })
    this.#before = { span: fence.span }
  }

  #expectation(fence: Fence): void {
    this.contents.specials.push({ span: fence.span })
    const before = this.#before
    this.#before = { span: fence.span }
    const adjacent =
      before !== undefined && /^[\s>]*$/.test(this.#source.slice(before.span.end, fence.span.start))
    if (adjacent && before.broken) return
    const block = adjacent && before.block !== undefined ? this.contents.blocks[before.block] : undefined
    if (block === undefined) return this.#misplacedExpectation(fence, adjacent)
    const expectation = readExpectation(fence, this.#findings)
    if (expectation !== undefined) this.contents.blocks[block.index] = { ...block, expectation }
  }

  #misplacedExpectation(fence: Fence, adjacent: boolean): void {
    const message = adjacent
      ? 'the fence above has no role, so nothing is expected of it'
      : 'no block stands right above'
    this.#findings.add('misplaced-expectation', fence.opening, message, {
      help: adjacent
        ? 'give the fence above a role, such as `read`'
        : 'move it right below the block that it judges',
    })
  }
}
