import type { Stretch } from '../../../engine/parse/plain/stretches.ts'
import type * as tree from '../../../engine/parse/tree.ts'
import { readMarkdown, type Node } from '../prose.ts'

/** Cuts Markdown into what is plain and what the library has to read; nothing when it has to read all of it. */
export type Cut = (text: string, from: number) => readonly Stretch[] | undefined

/** One outermost block that begins `at` an offset: as the plain reader read it, or as the library did, from `base` on. */
export type Part =
  | { readonly plain: tree.Node; readonly at: number }
  | { readonly node: Node; readonly base: number; readonly at: number }

/** The outermost blocks of a text from an offset on, in its order. */
export function partsOf(text: string, from: number, cut: Cut): Part[] {
  const stretches = cut(text, from) ?? [{ span: { start: from, end: text.length } }]
  return stretches.flatMap(({ span, plain }): Part[] => {
    if (plain !== undefined) return plain.children.map((node) => ({ plain: node, at: node.span.start }))
    const nodes = readMarkdown(text.slice(span.start, span.end))
    return nodes.map((node) => ({ node, base: span.start, at: offsetOf(node, span.start) }))
  })
}

export function kindOf(part: Part): 'heading' | 'break' | 'other' {
  const name = 'node' in part ? part.node.type : part.plain.kind
  if (name === 'thematicBreak' || name === 'break') return 'break'
  return name === 'heading' ? 'heading' : 'other'
}

export function levelOf(part: Part): number {
  if ('node' in part) return part.node.type === 'heading' ? part.node.depth : 1
  return part.plain.kind === 'heading' ? part.plain.level : 1
}

export function offsetOf({ position }: Pick<Node, 'position'>, base: number): number {
  return base + (position?.start.offset ?? 0)
}
