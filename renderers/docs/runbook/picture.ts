import { counted } from '../../../engine/counted.ts'
import type { Graph, GraphEdge, GraphNode } from '../../../engine/graph.ts'
import type { Draw } from '../../diagram/svg.ts'
import { foldByPhase } from '../../diagram/fold.ts'
import { html, Html } from '../html.ts'
import { address, between, destinationOf, pageOf } from '../links.ts'
import type { SiteRunbook } from '../types.ts'

/** From this many nodes on, phases are drawn instead of their sections. */
const mostNodes = 60

/** The picture of a runbook, and all its transitions in words for those who cannot see it. */
export function pictureHtml(site: SiteRunbook, draw: Draw): Html {
  const { path } = site
  const graph = named(site)
  const shown = graph.nodes.length > mostNodes ? foldByPhase(graph) : graph
  const svg = draw(shown, (node) => hrefOf(node, path))
  return html`<details class="picture" open>
    <summary>The whole of it</summary>
    <div
      class="drawing${isWide(svg) && ' wide'}"
      tabindex="0"
      role="group"
      aria-label="Graph of the runbook; its transitions stand below in words"
    >
      ${new Html(svg)}
    </div>
    <details class="transitions">
      <summary>${counted(graph.edges.length, 'transition')} in words</summary>
      <ul>
        ${graph.edges.map((edge) => transitionHtml(edge, graph, path))}
      </ul>
    </details>
  </details>`
}

/** Too wide to be read when it is made as narrow as the page; it scrolls instead. */
function isWide(svg: string): boolean {
  return Number(/^<svg width="(\d+)"/.exec(svg)?.[1] ?? 0) > 1300
}

/** Other runbooks are called as the page's own links call them. */
function named({ graph, runbook }: SiteRunbook): Graph {
  const words = new Map(runbook.links.map(({ href, text }) => [`runbook ${href}`, text]))
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, title: words.get(node.id) ?? node.title })),
  }
}

/** Where a node of the picture leads; an outcome leads nowhere. */
function hrefOf({ id, kind }: GraphNode, path: string): string | undefined {
  if (kind === 'outcome' || id.startsWith('nowhere ')) return undefined
  if (kind !== 'runbook') return address('', id.split('/')[0])
  const to = destinationOf(id.slice('runbook '.length), path)
  return to.kind === 'page' ? address(between(pageOf(path), pageOf(to.path)), to.anchor) : undefined
}

const ways: Readonly<Record<GraphEdge['kind'], string>> = {
  next: 'then',
  branch: 'if',
  fail: 'on failure',
  call: 'runs',
  transfer: 'hands over',
}

function transitionHtml({ from, to, kind, label }: GraphEdge, graph: Graph, path: string): Html {
  const name = (id: string): Html => {
    const node = graph.nodes.find((candidate) => candidate.id === id)
    const href = node === undefined ? undefined : hrefOf(node, path)
    return href === undefined
      ? html`<b>${node?.title ?? id}</b>`
      : html`<a href="${href}">${node?.title ?? id}</a>`
  }
  return html`<li>
    ${name(from)}, ${ways[kind]}${label !== undefined && html` <i>${label}</i>`} → ${name(to)}
  </li>`
}
