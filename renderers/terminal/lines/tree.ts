import type { Graph, GraphEdge, GraphNode } from '../../../engine/graph.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { textWidth, wrap } from '../width.ts'
import { inline } from './markdown.ts'

/** Nodes that a tree draws before it says that there are more. */
const mostNodes = 400

/**
 * The graph of a runbook as a tree, from where a run starts: each section once, with where it leads; a section that was
 * drawn above is named with an arrow up. Sections that no way leads to follow at the end.
 */
export function treeLines(graph: Graph, look: Look): string[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const from = new Map<string, GraphEdge[]>()
  for (const edge of graph.edges) from.set(edge.from, [...(from.get(edge.from) ?? []), edge])
  const tree = new Tree(nodes, from, look)
  const start = graph.nodes.find((node) => node.start)
  if (start !== undefined) tree.root(start)
  for (const node of graph.nodes) if (node.kind !== 'outcome' && node.kind !== 'runbook') tree.root(node)
  return tree.lines
}

class Tree {
  readonly lines: string[] = []
  readonly #nodes: ReadonlyMap<string, GraphNode>
  readonly #from: ReadonlyMap<string, readonly GraphEdge[]>
  readonly #look: Look
  readonly #drawn = new Set<string>()

  constructor(
    nodes: ReadonlyMap<string, GraphNode>,
    from: ReadonlyMap<string, readonly GraphEdge[]>,
    look: Look,
  ) {
    this.#nodes = nodes
    this.#from = from
    this.#look = look
  }

  root(node: GraphNode): void {
    if (this.#drawn.has(node.id)) return
    this.#line('', '', nodeText(node, this.#look))
    this.#children(node.id, '')
  }

  /** A chain of sections that simply follow each other stays at one depth. */
  #children(id: string, indent: string): void {
    this.#drawn.add(id)
    const edges = this.#from.get(id) ?? []
    edges.forEach((edge, index) => {
      const last = index === edges.length - 1
      this.#edge(edge, indent, last, edges.length === 1 && edge.kind === 'next')
    })
  }

  #edge(edge: GraphEdge, indent: string, last: boolean, chained: boolean): void {
    const node = this.#nodes.get(edge.to)
    if (node === undefined || this.#drawn.size > mostNodes) return
    const again = this.#drawn.has(edge.to)
    const label = edge.label === undefined ? '' : `${escapeLine(edge.label)} → `
    const kind = edge.kind === 'call' ? 'runs ' : ''
    const text = `${label}${kind}${nodeText(node, this.#look)}${again ? this.#look.style.dim(' ↑ above') : ''}`
    const under = `${indent}${chained ? '  ' : last ? '   ' : '│  '}`
    this.#line(`${indent}${chained ? '↓ ' : last ? '└─ ' : '├─ '}`, under, text)
    if (again || node.kind === 'outcome' || node.kind === 'runbook') return
    this.#children(edge.to, chained ? indent : under)
  }

  /** Text behind its lead; further lines stand below it, behind `under`. */
  #line(lead: string, under: string, text: string): void {
    const pieces = wrap(text, Math.max(20, this.#look.width - textWidth(lead)))
    this.lines.push(...pieces.map((piece, index) => (index === 0 ? lead : under) + piece))
  }
}

function nodeText({ title, kind, gated }: GraphNode, { style }: Look): string {
  const name = inline(title, style)
  if (kind === 'outcome') return style.bold(name)
  const words = [...(kind === 'step' ? [] : [kindWords[kind]]), ...(gated ? ['asks first'] : [])]
  return words.length === 0 ? name : `${name} ${style.dim(`(${words.join(', ')})`)}`
}

const kindWords: Readonly<Record<Exclude<GraphNode['kind'], 'step' | 'outcome'>, string>> = {
  decision: 'decision',
  checklist: 'checklist',
  manual: 'by hand',
  call: 'call',
  runbook: 'another runbook',
}
