import GithubSlugger from 'github-slugger'
import type { Block, Branch, Decision, Edge, Sample } from '../model.ts'
import type { Span } from '../source.ts'
import { readAnswer } from './answers.ts'
import { readProse } from './body.ts'
import { readContents, type Contents } from './contents.ts'
import { readArrow, readEdge, trimmed } from './edges.ts'
import type { Findings } from './findings.ts'
import { branchOf, firstLine, isBranchList, survey } from './survey.ts'
import { resolveEdge, type Page } from './targets.ts'
import type { Inline, Item, List } from './tree.ts'

/** The branches of a list, and the decisions that are nested in it. */
export interface ReadBranches {
  readonly branches: readonly Branch[]
  readonly nested: readonly Decision[]
  readonly samples: readonly Sample[]
}

/** What nested decisions take from the section that holds them. */
export interface Holder {
  readonly id: string
  readonly level: number
  readonly phases: readonly string[]
}

/** Reads the lists of one decision. `asked`: it has an `ask` block. */
export function readBranches(
  lists: readonly List[],
  asked: boolean,
  holder: Holder,
  page: Page,
  source: string,
  findings: Findings,
): ReadBranches {
  const reader = new BranchReader(asked, holder, page, source, findings)
  for (const list of lists) for (const item of list.items) reader.item(item)
  return reader.read
}

class BranchReader {
  readonly read = { branches: [] as Branch[], nested: [] as Decision[], samples: [] as Sample[] }
  readonly #slugger = new GithubSlugger()
  readonly #asked: boolean
  readonly #holder: Holder
  readonly #page: Page
  readonly #source: string
  readonly #findings: Findings

  constructor(asked: boolean, holder: Holder, page: Page, source: string, findings: Findings) {
    this.#asked = asked
    this.#holder = holder
    this.#page = page
    this.#source = source
    this.#findings = findings
  }

  item(item: Item): void {
    const branch = branchOf(item, this.#source)
    if (branch === undefined) {
      this.#findings.add('bad-branch', firstLine(item.span, this.#source), 'this item is not a branch', {
        help: 'write `- **condition** → [Title](#anchor)`',
      })
      return
    }
    const { answer, rest } = branch
    const condition = readAnswer(answer, this.#asked, this.#findings)
    const { edge, note } = this.#goesTo(item, rest)
    this.read.branches.push({
      answer: answer.text,
      answerSpan: answer.span,
      edge,
      span: item.span,
      ...(condition === undefined ? {} : { condition }),
      ...(note === undefined ? {} : { note }),
    })
  }

  #goesTo(item: Item, rest: readonly Inline[]): Pick<Branch, 'edge' | 'note'> {
    const [paragraph, ...others] = item.children
    const end = paragraph?.span.end ?? item.span.end
    const arrow = readArrow(rest, this.#source)
    const list = others.find((node) => node.kind === 'list' && isBranchList(node, this.#source)) as
      List | undefined
    if (arrow !== undefined && arrow.target === undefined && list !== undefined) {
      return { edge: this.#nest(item, trimmed(arrow.start, end, this.#source), list) }
    }
    const contents = this.#contents(item, this.#holder.id)
    for (const { span } of [...contents.blocks, ...contents.broken.map((broken) => ({ span: broken }))]) {
      this.#misplaced(span, 'a block in a branch does not run')
    }
    if (list !== undefined) this.#misplacedList(list)
    const draft = arrow && readEdge(arrow, end, this.#source, this.#findings)
    if (draft === undefined) return { edge: nowhere(item.span) }
    const note = readProse(afterPunctuation(draft.end, this.#source), item.span.end, this.#source)
    const edge = resolveEdge(draft, this.#page, this.#findings)
    return note === undefined ? { edge } : { edge, note }
  }

  #misplacedList(list: List): void {
    this.#findings.add(
      'bad-branch',
      firstLine(list.span, this.#source),
      'the branch above leads elsewhere already',
      {
        help: 'write a question instead of the link, or move this list into the section that the link leads to',
      },
    )
  }

  #contents(item: Item, id: string): Contents {
    const nodes = item.children.filter((node) => node.kind !== 'list' || !isBranchList(node, this.#source))
    const contents = readContents(
      survey(nodes.slice(1), this.#source, this.#findings),
      id,
      this.#source,
      this.#findings,
    )
    this.read.samples.push(...contents.samples)
    return contents
  }

  #misplaced(span: Span, message: string): void {
    this.#findings.add('misplaced-block', firstLine(span, this.#source), message, {
      help: 'move it into a section of its own, and let the branch lead there',
    })
  }

  /** A question behind the arrow and a list below it: a decision in a decision. */
  #nest(item: Item, question: Span, list: List): Edge {
    const title = this.#source.slice(question.start, question.end).replaceAll(/\s+/g, ' ')
    const id = `${this.#holder.id}/${this.#slugger.slug(title)}`
    const contents = this.#contents(item, id)
    const ask = contents.blocks.find(({ role }) => role === 'ask')
    for (const block of contents.blocks)
      if (block !== ask) this.#misplaced(block.span, 'only an `ask` block may stand in a branch')
    const holder = { ...this.#holder, id }
    const inner = readBranches([list], ask !== undefined, holder, this.#page, this.#source, this.#findings)
    this.read.samples.push(...inner.samples)
    this.read.nested.push(this.#decision(item, question, title, holder, ask, inner.branches), ...inner.nested)
    return { target: { kind: 'section', id, span: question }, span: question }
  }

  #decision(
    item: Item,
    question: Span,
    title: string,
    holder: Holder,
    ask: Block | undefined,
    branches: readonly Branch[],
  ): Decision {
    return {
      kind: 'decision',
      ...holder,
      title,
      span: item.span,
      headingSpan: question,
      body: ask === undefined ? [] : [{ kind: 'block', block: 0, span: ask.span }],
      blocks: ask === undefined ? [] : [{ ...ask, index: 0 }],
      gates: [],
      reminders: [],
      branches,
      parent: this.#holder.id,
      ...(ask === undefined ? {} : { ask: 0 }),
    }
  }
}

/** A target that was found wrong already: its text is empty. */
function nowhere(span: Span): Edge {
  return { target: { kind: 'unknown', text: '', span }, span }
}

function afterPunctuation(offset: number, source: string): number {
  return offset + (/^[.,;:]+/.exec(source.slice(offset, offset + 8))?.[0].length ?? 0)
}
