import type * as mdast from 'mdast'
import type { Runbook } from '../../../engine/model.ts'
import { lineStarts, positionAt } from '../../../engine/source.ts'
import type { Draw } from '../../diagram/svg.ts'
import type { Highlight } from '../code.ts'
import { html, Html } from '../html.ts'
import { address, between, destinationOf, pageOf } from '../links.ts'
import { definitionsIn, fillSlots, proseHtml, readMarkdown, type Node, type Replacements } from '../prose.ts'
import type { Fragment, Heading, Message, OutwardLink, SiteRunbook } from '../types.ts'
import { blockHtml, expectationHtml, gateHtml, sampleHtml } from './block.ts'
import { pictureHtml } from './picture.ts'
import { placesIn, type Places } from './places.ts'
import { sectionHtml } from './section.ts'
import { skeletonOf } from './skeleton.ts'

export interface Tools {
  readonly highlight: Highlight
  readonly draw: Draw
  /** Address of the library's sources on a code host; links that leave the library lead there. */
  readonly sourceUrl?: string
}

/** Makes what of a runbook's page follows from its own text. */
export function fragmentOf(site: SiteRunbook, tools: Tools): Fragment {
  const { path, runbook } = site
  const start = bodyStart(runbook.text)
  const nodes = readMarkdown(runbook.text.slice(start))
  const page = new Page(site, tools, start, definitionsIn(nodes))
  return {
    path,
    title: runbook.title,
    frontmatter: runbook.frontmatter,
    body: page.body(nodes).text,
    picture: pictureHtml(site, tools.draw).text,
    headings: headingsOf(page.places),
    messages: messagesOf(runbook),
    skeleton: skeletonOf(runbook),
    links: linksOf(site),
    words: distinct(runbook.text.slice(start)),
  }
}

/** Where the Markdown below the frontmatter begins. */
function bodyStart(text: string): number {
  return /^\uFEFF?---[ \t]*\r?\n[^]*?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[0].length ?? 0
}

/** Every word once: how often a runbook says `service` says nothing about it. */
function distinct(words: string): string {
  return [...new Set(words.toLowerCase().match(/[\p{L}\p{N}_]{3,40}/gu) ?? [])].join(' ')
}

function headingsOf({ headings, sections }: Places): Heading[] {
  return [...headings.values()].map(({ id, anchor }) => ({
    id,
    title: anchor.title,
    level: sections.get(id)?.level ?? 2,
    active: sections.has(id),
  }))
}

function messagesOf({ sections }: Runbook): Message[] {
  return sections.flatMap(({ id, title, blocks }) =>
    blocks.flatMap(({ role, script }) => (role === 'message' ? [{ section: id, title, text: script }] : [])),
  )
}

function linksOf({ path, runbook }: SiteRunbook): OutwardLink[] {
  const lines = lineStarts(runbook.text)
  return runbook.links.flatMap(({ href, span }) => {
    const to = destinationOf(href, path)
    if (to.kind !== 'page') return []
    const { line } = positionAt(lines, span.start)
    return [{ path: to.path, line, ...(to.anchor === undefined ? {} : { anchor: to.anchor }) }]
  })
}

/** Draws the document in its own order: prose as it stands, and what runs as blocks of the site. */
class Page {
  readonly places: Places
  readonly #site: SiteRunbook
  readonly #tools: Tools
  readonly #start: number
  readonly #definitions: ReadonlyMap<string, string>
  readonly #pieces: Html[] = []

  constructor(site: SiteRunbook, tools: Tools, start: number, definitions: ReadonlyMap<string, string>) {
    this.places = placesIn(site.runbook)
    this.#site = site
    this.#tools = tools
    this.#start = start
    this.#definitions = definitions
  }

  /** A group begins at each heading and at each break; the title is drawn with the summary, not here. */
  body(nodes: readonly Node[]): Html {
    const groups: { heading?: mdast.Heading; nodes: Node[] }[] = [{ nodes: [] }]
    for (const node of nodes) {
      if (node.type === 'heading') groups.push({ heading: node, nodes: [] })
      else if (node.type === 'thematicBreak') groups.push({ nodes: [node] })
      else groups.at(-1)?.nodes.push(node)
    }
    return html`${groups.map((group) => this.#group(group.heading, group.nodes))}`
  }

  #group(heading: mdast.Heading | undefined, nodes: readonly Node[]): Html {
    const content = this.#prose(nodes)
    if (heading === undefined) return content
    const place = this.places.headings.get(this.#offset(heading))
    const title = new Html(this.#prose(heading.children).text)
    return sectionHtml({
      title,
      level: heading.depth,
      content,
      runbook: this.#site,
      ...(place === undefined ? {} : { id: place.id }),
      section: place === undefined ? undefined : this.places.sections.get(place.id),
    })
  }

  #prose(nodes: readonly Node[]): Html {
    const text = proseHtml(nodes, this.#definitions, this.#replacements)
    return new Html(fillSlots(text, (name) => this.#pieces[Number(name.slice(1))]?.text ?? ''))
  }

  readonly #replacements: Replacements = {
    href: (url) => this.#href(url),
    slot: (node) => {
      const piece = this.#piece(node)
      return piece === undefined ? undefined : `p${this.#pieces.push(piece) - 1}`
    },
    isBranch: (item) => this.places.branches.has(this.#offset(item)),
  }

  #piece(node: Node): Html | undefined {
    if (node.type === 'thematicBreak')
      return html`<p class="path-end">End of this path. What follows is entered by a link only.</p>`
    if (node.type === 'code') return this.#fence(node)
    if (node.type === 'blockquote') return this.#alert(node)
    return undefined
  }

  #fence(node: mdast.Code): Html {
    const offset = this.#offset(node)
    const block = this.places.blocks.get(offset)
    if (block !== undefined) return blockHtml(block, this.#site.runbook, this.#tools.highlight)
    const expectation = this.places.expectations.get(offset)
    if (expectation !== undefined) return expectationHtml(expectation)
    return sampleHtml({ text: node.value, language: node.lang ?? '' }, this.#tools.highlight)
  }

  #alert(node: mdast.Blockquote): Html | undefined {
    const gate = this.places.gates.get(this.#offset(node))
    return gate === undefined ? undefined : gateHtml(gate, this.#prose(readMarkdown(gate.markdown)))
  }

  #href(url: string): string | undefined {
    const to = destinationOf(url, this.#site.path)
    switch (to.kind) {
      case 'outside':
        return to.url
      case 'anchor':
        return address('', to.anchor)
      case 'page':
        return address(between(pageOf(this.#site.path), pageOf(to.path)), to.anchor)
      case 'nowhere':
        return this.#sourceAddress(url)
    }
  }

  /** A link to a file that is no page of the site: on the code host, when there is one. */
  #sourceAddress(url: string): string | undefined {
    const { sourceUrl } = this.#tools
    if (sourceUrl === undefined || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return undefined
    return new URL(url, `${sourceUrl.replace(/\/$/, '')}/${address(this.#site.path)}`).href
  }

  #offset(node: Node | mdast.ListItem): number {
    return this.#start + (node.position?.start.offset ?? 0)
  }
}
