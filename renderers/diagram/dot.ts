import type { Graph, GraphEdge, GraphNode } from '../../engine/graph.ts'
import { wrapLabel, widthOf } from './label.ts'

const shapes: Readonly<Record<GraphNode['kind'], string>> = {
  step: 'box',
  decision: 'diamond',
  checklist: 'note',
  manual: 'polygon',
  call: 'component',
  runbook: 'component',
  outcome: 'ellipse',
}

/**
 * A graph in Graphviz's language, ready for a stylesheet: classes say what things are, not how they look. `href` says
 * where a node leads; nodes without one are no links. The node at index i has the class `ni`, an edge `ni-nj`.
 */
export function dotOf(graph: Graph, href: (node: GraphNode) => string | undefined): string {
  const names = new Map(graph.nodes.map(({ id }, index) => [id, `n${index}`]))
  return [
    'digraph {',
    'graph [rankdir=TB, nodesep=0.35, ranksep=0.4, bgcolor=transparent, margin=0.1]',
    'node [fontname="sans-serif", fontsize=11, fixedsize=true]',
    'edge [fontname="sans-serif", fontsize=10, arrowsize=0.7]',
    ...graph.nodes.map((node) => nodeLine(node, names.get(node.id) ?? '', href(node))),
    ...graph.edges.map((edge) => edgeLine(edge, names)),
    '}',
  ].join('\n')
}

function nodeLine(node: GraphNode, name: string, href: string | undefined): string {
  const lines = wrapLabel(node.title, node.kind === 'decision' ? 20 : 26)
  const { width, height } = sizeOf(node, lines)
  return `${name} [${attributes({
    class: [node.kind, ...(node.gated ? ['gated'] : []), ...(node.start ? ['start'] : []), name].join(' '),
    shape: shapes[node.kind],
    label: lines.join('\n'),
    width: width.toFixed(2),
    height: height.toFixed(2),
    ...(node.gated ? { peripheries: '2' } : {}),
    ...(href === undefined ? {} : { URL: href }),
  })}]`
}

/** Inches. A diamond needs twice the room of its text. */
function sizeOf({ kind }: GraphNode, lines: readonly string[]): { width: number; height: number } {
  const width = Math.max(...lines.map(widthOf)) + 0.3
  const height = lines.length * 0.2 + 0.2
  if (kind === 'decision') return { width: width * 1.55, height: height * 1.9 }
  if (kind === 'outcome') return { width: width * 1.2, height: height * 1.15 }
  return { width: Math.max(width, 1), height }
}

function edgeLine(edge: GraphEdge, names: ReadonlyMap<string, string>): string {
  const [from, to] = [names.get(edge.from) ?? '', names.get(edge.to) ?? '']
  return `${from} -> ${to} [${attributes({
    class: `${edge.kind} ${from}-${to}`,
    ...(edge.label === undefined ? {} : { label: wrapLabel(edge.label, 24).join('\n') }),
    ...(edge.kind === 'fail' ? { style: 'dashed' } : {}),
    ...(edge.kind === 'call' ? { dir: 'both' } : {}),
  })}]`
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${quote(value)}`)
    .join(', ')
}

/** Graphviz reads `\N`, `\G` and others as escapes, so each backslash is doubled; a line break is written `\n`. */
function quote(text: string): string {
  const plain = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return `"${plain}"`
}
