import type { Graph, GraphEdge, GraphNode } from '../../engine/graph.ts'

/**
 * A runbook's graph as mermaid flowchart text, which code hosts draw. Decisions are diamonds, gated sections have
 * a thick border, outcomes are round. Every label is quoted, and what mermaid would read as syntax or HTML is written as
 * a character code.
 */
export function mermaid(graph: Graph): string {
  const names = new Map(graph.nodes.map(({ id }, index) => [id, `n${index}`]))
  const lines = [
    '---',
    `title: ${JSON.stringify(plain(graph.title))}`,
    '---',
    'flowchart TD',
    ...groupsOf(graph.nodes).flatMap((group, index) => drawGroup(group, index, names)),
    ...graph.edges.map((edge) => drawEdge(edge, names)),
    ...drawClass(
      'gated',
      'stroke-width:3px',
      graph.nodes.filter(({ gated }) => gated),
      names,
    ),
    ...drawClass(
      'start',
      'font-weight:bold',
      graph.nodes.filter(({ start }) => start),
      names,
    ),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * A label for mermaid, in quotes: letters, digits and plain punctuation stay, everything else becomes a code. What would
 * begin a Markdown list (`1.`, `-`, `+`) is coded too: mermaid refuses lists in labels.
 */
export function label(text: string): string {
  const coded = plain(text)
    .replaceAll(/[^\p{L}\p{N}\p{M} .,:/?!()+='→-]/gu, code)
    .replace(/^(\d+)([.)])(?= )/, (_all, digits: string, dot: string) => `${digits}${code(dot)}`)
    .replace(/^[+-](?= )/, code)
  return `"${coded}"`
}

function code(sign: string): string {
  return `#${sign.codePointAt(0)};`
}

interface Group {
  readonly phase: string
  readonly nodes: readonly GraphNode[]
}

/** Neighbours that share their phases are drawn in one frame. */
function groupsOf(nodes: readonly GraphNode[]): Group[] {
  const groups: { phase: string; nodes: GraphNode[] }[] = []
  for (const node of nodes) {
    const phase = node.phases.join(' / ')
    const last = groups.at(-1)
    if (last?.phase === phase) last.nodes.push(node)
    else groups.push({ phase, nodes: [node] })
  }
  return groups
}

function drawGroup({ phase, nodes }: Group, index: number, names: ReadonlyMap<string, string>): string[] {
  const lines = nodes.map((node) => `  ${names.get(node.id)}${shape(node)}`)
  if (phase === '') return lines
  return [`  subgraph p${index}[${label(phase)}]`, ...lines.map((line) => `  ${line}`), '  end']
}

const shapes: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  step: ['[', ']'],
  decision: ['{', '}'],
  checklist: ['[/', '/]'],
  manual: ['[\\', '/]'],
  call: ['[[', ']]'],
  runbook: ['[[', ']]'],
  outcome: ['([', '])'],
}

function shape({ kind, title }: GraphNode): string {
  const [open, close] = shapes[kind]
  return `${open}${label(title)}${close}`
}

/** A node may have several classes only when each stands on a line of its own. */
function drawClass(
  name: string,
  style: string,
  nodes: readonly GraphNode[],
  names: ReadonlyMap<string, string>,
): string[] {
  if (nodes.length === 0) return []
  const members = nodes.map(({ id }) => names.get(id)).join(',')
  return [`  classDef ${name} ${style}`, `  class ${members} ${name}`]
}

function drawEdge({ from, to, kind, label: text }: GraphEdge, names: ReadonlyMap<string, string>): string {
  const arrow = kind === 'fail' ? '-.->' : kind === 'call' ? '<-->' : '-->'
  return `  ${names.get(from)} ${arrow}${text === undefined ? '' : `|${label(text)}|`} ${names.get(to)}`
}

function plain(text: string): string {
  return text.replaceAll(/[\p{C}\s]+/gu, ' ').trim()
}
