import type * as tree from '../../../engine/parse/tree.ts'
import type { Draw } from '../../diagram/svg.ts'
import type { Highlight } from '../code.ts'
import { html, Html } from '../html.ts'
import { hrefIn } from '../links.ts'
import { plainHtml } from '../plain.ts'
import { definitionsIn, fillSlots, proseHtml, readMarkdown, type Node } from '../prose.ts'
import type { SiteRunbook } from '../types.ts'
import { blockHtml, expectationHtml, gateHtml, sampleHtml } from './block.ts'
import { kindOf, levelOf, offsetOf, partsOf, type Cut, type Part } from './parts.ts'
import { noPlaces, type Places } from './places.ts'
import { sectionHtml } from './section.ts'

export interface Tools {
  readonly highlight: Highlight
  readonly draw: Draw
  readonly cut: Cut
  /** Address of the library's sources on a code host; links that leave the library lead there. */
  readonly sourceUrl?: string
}

/** Draws a text in its own order: prose as it stands, and what runs as blocks of the site. */
export class Body {
  readonly #text: string
  readonly #places: Places
  readonly #site: SiteRunbook
  readonly #tools: Tools
  #definitions: ReadonlyMap<string, string> = new Map()

  /** `places` are those of this very text. */
  constructor(text: string, places: Places, site: SiteRunbook, tools: Tools) {
    this.#text = text
    this.#places = places
    this.#site = site
    this.#tools = tools
  }

  /** A section begins at each heading and at each break; the title is drawn with the summary, not here. */
  sections(from: number): Html {
    const groups: { heading?: Part; parts: Part[] }[] = [{ parts: [] }]
    for (const part of this.#read(from)) {
      const kind = kindOf(part)
      if (kind === 'heading') groups.push({ heading: part, parts: [] })
      else if (kind === 'break') groups.push({ parts: [part] })
      else groups.at(-1)?.parts.push(part)
    }
    return html`${groups.map(({ heading, parts }) => this.#group(heading, parts))}`
  }

  /** The text without sections. */
  prose(): Html {
    return this.#content(this.#read(0))
  }

  #read(from: number): Part[] {
    const parts = partsOf(this.#text, from, this.#tools.cut)
    this.#definitions = definitionsIn(parts.flatMap((part) => ('node' in part ? [part.node] : [])))
    return parts
  }

  #group(heading: Part | undefined, parts: readonly Part[]): Html {
    const content = this.#content(parts)
    if (heading === undefined) return content
    const place = this.#places.headings.get(heading.at)
    return sectionHtml({
      title: this.#title(heading),
      level: levelOf(heading),
      content,
      runbook: this.#site,
      ...(place === undefined ? {} : { id: place.id }),
      section: place === undefined ? undefined : this.#places.sections.get(place.id),
    })
  }

  /** The words of a heading, without its element. */
  #title(heading: Part): Html {
    return new Html(this.#content([heading]).text.replaceAll(/^<h[1-6]>|<\/h[1-6]>$/g, ''))
  }

  #content(parts: readonly Part[]): Html {
    const drawn = parts.map((part) =>
      'plain' in part ? this.#plainly(part.plain) : this.#markdown([part.node], part.base),
    )
    return new Html(
      drawn
        .map(({ text }) => text)
        .filter((text) => text !== '')
        .join('\n'),
    )
  }

  #plainly(node: tree.Node): Html {
    if (node.kind === 'break') return pathEnd
    const at = node.span.start
    if (node.kind === 'code') return this.#block(at) ?? this.#sample(node)
    const alert = node.kind === 'quote' ? this.#alert(at) : undefined
    if (alert !== undefined) return alert
    const text = plainHtml(node, this.#text, this.#plain)
    return text === undefined ? this.#byLibrary(node) : new Html(text)
  }

  /** What is read plainly, and is still not plain to draw. */
  #byLibrary({ span }: tree.Node): Html {
    return this.#markdown(readMarkdown(this.#text.slice(span.start, span.end)), span.start)
  }

  readonly #plain = {
    href: (url: string) => hrefIn(url, this.#site.path, this.#tools.sourceUrl),
    isBranch: ({ span }: tree.Item) => this.#places.branches.has(span.start),
  }

  #markdown(nodes: readonly Node[], base: number): Html {
    const pieces: Html[] = []
    const text = proseHtml(nodes, this.#definitions, {
      href: this.#plain.href,
      slot: (node) => {
        const piece = this.#piece(node, offsetOf(node, base))
        return piece === undefined ? undefined : `p${pieces.push(piece) - 1}`
      },
      isBranch: (item) => this.#places.branches.has(offsetOf(item, base)),
    })
    return new Html(fillSlots(text, (name) => pieces[Number(name.slice(1))]?.text ?? ''))
  }

  #piece(node: Node, at: number): Html | undefined {
    if (node.type === 'thematicBreak') return pathEnd
    if (node.type === 'blockquote') return this.#alert(at)
    if (node.type !== 'code') return undefined
    const sample = { text: node.value, language: node.lang ?? '' }
    return this.#block(at) ?? sampleHtml(sample, this.#tools.highlight)
  }

  /** A fence that runs, or that says what is expected. */
  #block(at: number): Html | undefined {
    const block = this.#places.blocks.get(at)
    if (block !== undefined) return blockHtml(block, this.#site.runbook, this.#tools.highlight)
    const expectation = this.#places.expectations.get(at)
    return expectation && expectationHtml(expectation)
  }

  #sample(node: tree.Code): Html {
    const language = this.#places.samples.get(node.span.start)?.language
    if (language === undefined || !/^[\w-]*$/.test(language)) return this.#byLibrary(node)
    return sampleHtml({ text: node.text, language }, this.#tools.highlight)
  }

  #alert(at: number): Html | undefined {
    const gate = this.#places.gates.get(at)
    return gate && gateHtml(gate, new Body(gate.markdown, noPlaces, this.#site, this.#tools).prose())
  }
}

const pathEnd = html`<p class="path-end">End of this path. What follows is entered by a link only.</p>`
