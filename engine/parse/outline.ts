import GithubSlugger from 'github-slugger'
import type { Document, Heading, Node } from './tree.ts'

/** What stands under one heading, or before the first one, or between a break and the next heading. */
export interface Outlined {
  readonly heading?: Heading
  /** The anchor of the heading; empty without one. */
  readonly id: string
  readonly nodes: readonly Node[]
  /** Thematic breaks count paths from 0. */
  readonly path: number
  /** The headings around it, outermost first. */
  readonly around: readonly Outlined[]
}

export interface Outline {
  readonly parts: readonly Outlined[]
  /** The first level-1 heading. */
  readonly title?: Heading
  /** Every heading of the page with its anchor, in quotes and lists too. */
  readonly slugs: ReadonlyMap<Heading, string>
}

/** Cuts a page at its headings and thematic breaks. */
export function readOutline(document: Document): Outline {
  const slugger = new GithubSlugger()
  const slugs = new Map(document.headings.map((heading) => [heading, slugger.slug(heading.text)]))
  const title = document.children.find((node) => node.kind === 'heading' && node.level === 1) as
    Heading | undefined
  const parts = cut(document.children, slugs)
  return { parts, slugs, ...(title === undefined ? {} : { title }) }
}

function cut(nodes: readonly Node[], slugs: ReadonlyMap<Heading, string>): Outlined[] {
  const parts: (Outlined & { nodes: Node[] })[] = [{ id: '', nodes: [], path: 0, around: [] }]
  let path = 0
  let around: Outlined[] = []
  for (const node of nodes) {
    if (node.kind === 'heading') {
      around = around.filter(({ heading }) => (heading?.level ?? 0) < node.level)
      const part = { heading: node, id: slugs.get(node) ?? '', nodes: [], path, around }
      around = [...around, part]
      parts.push(part)
    } else if (node.kind === 'break') {
      path++
      parts.push({ id: '', nodes: [], path, around })
    } else parts.at(-1)?.nodes.push(node)
  }
  return parts
}
