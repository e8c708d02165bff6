import type { Anchor, Call, Checklist, Edge, Part, Prose, Section } from '../model.ts'
import type { Span } from '../source.ts'
import { readBody, readProse } from './body.ts'
import type { Contents, EdgePlace } from './contents.ts'
import { readBranches, type ReadBranches } from './decisions.ts'
import { readArrow, readEdge } from './edges.ts'
import type { Findings } from './findings.ts'
import { runOf, type Kind } from './kinds.ts'
import { sideBySide } from './side-by-side.ts'
import { timedBy } from './timings.ts'
import type { Outlined } from './outline.ts'
import { resolveEdge, runbookTarget, type Page } from './targets.ts'
import type { Heading, Inline, Item, List } from './tree.ts'

/** A part of the page that is a node, with what it holds. */
export interface NodePart {
  readonly outlined: Outlined & { readonly heading: Heading }
  readonly contents: Contents
  readonly kind: Kind
  /** Prose of phases and of sections without anything to do, right before it. */
  readonly before: readonly Part[]
  readonly phases: readonly string[]
}

/** The section of a part, and what its list of branches brings along. */
export function readSection(
  part: NodePart,
  page: Page,
  source: string,
  findings: Findings,
): { section: Section; branches?: ReadBranches } {
  const { contents, outlined, kind } = part
  const base = baseOf(part, page, source, findings)
  if (kind === 'decision') {
    const ask = contents.blocks.findIndex(({ role }) => role === 'ask')
    const branches = readBranches(contents.branches, ask >= 0, base, page, source, findings)
    const section = { ...base, kind, branches: branches.branches, ...(ask < 0 ? {} : { ask }) }
    return { section, branches }
  }
  if (kind === 'checklist') return { section: { ...base, kind, items: readTasks(contents.tasks, source) } }
  if (kind === 'manual')
    return { section: { ...base, kind, instruction: instruction(part, base.span, source) } }
  if (kind === 'call')
    return { section: { ...base, kind, runbook: callOf(contents, outlined, page, source, findings) } }
  return { section: { ...base, kind } }
}

function baseOf(
  { outlined, contents, before, phases }: NodePart,
  page: Page,
  source: string,
  findings: Findings,
) {
  const { heading, id, nodes } = outlined
  const end = nodes.at(-1)?.span.end ?? heading.span.end
  const next = edgeOf('Next', contents, page, source, findings)
  const ifItFails = edgeOf('If it fails', contents, page, source, findings)
  if (ifItFails?.undo) checkUndo(contents, ifItFails.span, findings)
  return {
    id,
    title: heading.text,
    level: heading.level,
    span: { start: heading.span.start, end },
    headingSpan: heading.span,
    phases,
    body: [...before, ...readBody({ start: heading.span.end, end }, contents.specials, source)],
    blocks: contents.blocks,
    gates: contents.gates,
    ...timedBy(contents, findings),
    ...(sideBySide(contents) === undefined ? {} : { sideBySide: true as const }),
    ...(contents.marks.some(({ mark }) => mark === 'Mitigated') ? { mitigates: true as const } : {}),
    ...(next === undefined ? {} : { next }),
    ...(ifItFails === undefined ? {} : { ifItFails }),
  }
}

function edgeOf(
  word: string,
  contents: Contents,
  page: Page,
  source: string,
  findings: Findings,
): Edge | undefined {
  const [first, ...more] = contents.edges.filter((edge) => edge.word === word)
  for (const edge of more) {
    findings.add('bad-branch', edge.wordSpan, `**${word}** stands twice in this section`, {
      help: 'delete one of the two',
    })
  }
  return first && followed(first, page, source, findings)
}

function followed(place: EdgePlace, page: Page, source: string, findings: Findings): Edge | undefined {
  const undoing = place.word === 'If it fails' ? afterUndo(place.inlines) : undefined
  const arrow = readArrow(undoing ?? place.inlines, source)
  if (arrow === undefined) {
    const undo = place.word === 'If it fails' ? ', or `**If it fails** undo, then → …`' : ''
    findings.add('bad-branch', place.wordSpan, `**${place.word}** leads nowhere`, {
      help: `write \`**${place.word}** → [Title](#anchor)\`${undo}`,
    })
    return undefined
  }
  const draft = readEdge(arrow, place.span.end, source, findings)
  const edge = draft && resolveEdge(draft, page, findings)
  return edge && undoing ? { ...edge, undo: true } : edge
}

/** What stands behind `undo, then`; nothing when the edge does not begin so. */
function afterUndo([first, ...rest]: readonly Inline[]): readonly Inline[] | undefined {
  const words = first?.kind === 'text' ? /^\s*undo, then(?=\s*(?:→|->))/.exec(first.text)?.[0] : undefined
  if (first === undefined || words === undefined) return undefined
  const span = { start: first.span.start + words.length, end: first.span.end }
  return [{ ...first, text: first.text.slice(words.length), span }, ...rest]
}

/** What undoes a section must stand in it. */
function checkUndo({ blocks }: Contents, span: Span, findings: Findings): void {
  if (blocks.some(({ role }) => ['rollback', 'write', 'edit'].includes(role))) return
  findings.add('bad-branch', span, 'nothing in this section can be undone', {
    help: 'write a **Rollback** with a `rollback` block, or take `undo, then` away',
  })
}

function callOf(
  contents: Contents,
  { id }: Outlined,
  page: Page,
  source: string,
  findings: Findings,
): Call['runbook'] {
  const place = runOf(contents)
  const arrow = place && readArrow(place.inlines, source)
  const link = arrow?.target?.kind === 'link' ? arrow.target : undefined
  const span = link?.hrefSpan ?? place?.span ?? { start: 0, end: 0 }
  const target = link && runbookTarget({ href: link.href ?? '', span }, page)
  if (target !== undefined) return target
  findings.add('bad-branch', span, '**Run** leads to another runbook', {
    help: 'write `**Run** → [Title](other-runbook.md)`, or **Next** for a section of this page',
  })
  return { kind: 'runbook', href: link?.href ?? `#${id}`, path: '', span }
}

/** The text under **Action**, up to the next thing that is more than prose. */
function instruction({ contents, outlined }: NodePart, span: Span, source: string): Prose {
  const { action, specials } = contents
  const start = action?.label.end ?? outlined.heading.span.end
  const next = specials.map((special) => special.span.start).filter((at) => at > start)
  const end = Math.min(span.end, ...next)
  return readProse(start, end, source) ?? { markdown: '', span: { start, end: start } }
}

function readTasks(lists: readonly List[], source: string): Checklist['items'] {
  return lists.flatMap((list) => list.items.flatMap((item) => readTask(item, source)))
}

function readTask(item: Item, source: string): Checklist['items'] {
  const inner = item.children.filter((node) => node.kind === 'list')
  const text = item.children[0]
  const deeper = readTasks(inner, source)
  if (item.checked === undefined || text?.kind !== 'paragraph') return deeper
  return [
    { text: source.slice(text.span.start, text.span.end).replaceAll(/\s+/g, ' '), span: item.span },
    ...deeper,
  ]
}

/** Every anchor of the page, to the first node at or below its heading; `nodes` in document order. */
export function readAnchors(
  slugs: ReadonlyMap<Heading, string>,
  nodes: readonly Outlined[],
): Map<string, Anchor> {
  const entered = new Map<Heading, string>()
  for (const node of nodes) {
    for (const { heading } of [node, ...node.around])
      if (heading && !entered.has(heading)) entered.set(heading, node.id)
  }
  return new Map(
    [...slugs].map(([heading, slug]) => {
      const section = entered.get(heading)
      return [
        slug,
        { title: heading.text, span: heading.span, ...(section === undefined ? {} : { section }) },
      ]
    }),
  )
}
