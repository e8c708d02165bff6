import { instance, type Viz } from '@viz-js/viz'
import type { Graph, GraphNode } from '../../engine/graph.ts'
import { dotOf } from './dot.ts'

/** Draws graphs as SVG. */
export type Draw = (graph: Graph, href?: (node: GraphNode) => string | undefined) => string

/** Loads Graphviz. */
export async function openDrawing(): Promise<Draw> {
  const viz = await instance()
  return (graph, href = () => undefined) => draw(viz, dotOf(graph, href))
}

/**
 * One `svg` element without a style, a script, an id or a colour: what it looks like is for the stylesheet, by class.
 */
function draw(viz: Viz, dot: string): string {
  const svg = viz.renderString(dot, { format: 'svg' })
  return svg
    .slice(svg.indexOf('<svg'))
    .replaceAll(/<!--[^]*?-->\n?/g, '')
    .replace(/ xmlns:xlink="[^"]*"/, '')
    .replaceAll('xlink:href=', 'href=')
    .replaceAll(/ xlink:title="[^"]*"/g, '')
    .replaceAll(/<title>[^<]*<\/title>\n?/g, '')
    .replaceAll(/ (?:fill|stroke)="(?:none|black|white|transparent)"/g, '')
    .replaceAll(/ font-family="[^"]*"/g, '')
    .replaceAll(/ (?:id|xml:space)="[^"]*"/g, '')
    .replaceAll(/<a>\n([^]*?)<\/a>\n/g, '$1')
    .replaceAll(/ (width|height)="(\d+)pt"/g, ' $1="$2"')
    .trim()
}

/** For a picture that stands alone, outside of the site: black on white, whatever is behind it. */
const plainStyle = `
svg { background: white; font-family: sans-serif }
polygon, ellipse, path, polyline { fill: none; stroke: black }
.node polygon, .node ellipse { fill: white }
.edge polygon { fill: black }
.gated polygon { stroke-width: 2 }
.start text { font-weight: bold }
`

/** A drawing as a file of its own, with the title for those who cannot see it. */
export function standalone(svg: string, title: string): string {
  const name = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return svg.replace(/^<svg[^>]*>/, (open) => `${open}\n<title>${name}</title>\n<style>${plainStyle}</style>`)
}
