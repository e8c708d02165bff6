import type { Graph, GraphEdge, GraphNode } from '../../engine/graph.ts'

/**
 * A graph that is too large to be read, folded: sections of one outermost phase become one node, and what leads from one
 * phase to another is one edge. Sections outside of every phase stay. Linear in nodes and edges.
 */
export function foldByPhase(graph: Graph): Graph {
  const first = new Map<string, GraphNode>()
  for (const node of graph.nodes) {
    const phase = node.phases[0]
    if (phase !== undefined && !first.has(phase)) first.set(phase, node)
  }
  const folded = new Map(graph.nodes.map((node) => [node.id, foldedId(node, first)]))
  const nodes = new Map<string, GraphNode>()
  for (const node of graph.nodes) {
    const id = folded.get(node.id) ?? node.id
    const before = nodes.get(id)
    nodes.set(
      id,
      before === undefined ? phaseNode(node, id) : { ...before, gated: before.gated || node.gated },
    )
  }
  return { ...graph, nodes: [...nodes.values()], edges: foldedEdges(graph.edges, folded) }
}

/** A phase is entered at its first section, whose id it takes. */
function foldedId(node: GraphNode, first: ReadonlyMap<string, GraphNode>): string {
  const phase = node.phases[0]
  return phase === undefined ? node.id : (first.get(phase)?.id ?? node.id)
}

function phaseNode(node: GraphNode, id: string): GraphNode {
  const phase = node.phases[0]
  return phase === undefined ? node : { ...node, id, kind: 'call', title: phase, phases: [] }
}

function foldedEdges(edges: readonly GraphEdge[], folded: ReadonlyMap<string, string>): GraphEdge[] {
  const kept = new Map<string, GraphEdge>()
  for (const edge of edges) {
    const [from, to] = [folded.get(edge.from) ?? edge.from, folded.get(edge.to) ?? edge.to]
    const name = `${from} ${to}`
    if (from !== to && !kept.has(name)) kept.set(name, { from, to, kind: edge.kind })
  }
  return [...kept.values()]
}
