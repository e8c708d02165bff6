import type { Runbook } from '../../../engine/model.ts'
import { lineStarts, positionAt } from '../../../engine/source.ts'
import { destinationOf } from '../links.ts'
import type { Drawn, Facts, Heading, Message, OutwardLink, SiteRunbook } from '../types.ts'
import { Body, type Tools } from './body.ts'
import { pictureHtml } from './picture.ts'
import { placesIn, type Places } from './places.ts'
import { skeletonOf } from './skeleton.ts'

/** Makes what of a runbook's page follows from its own text. */
export function fragmentOf(site: SiteRunbook, tools: Tools): { facts: Facts; drawn: Drawn } {
  const { path, runbook } = site
  const start = bodyStart(runbook.text)
  const places = placesIn(runbook)
  const drawn = {
    body: new Body(runbook.text, places, site, tools).sections(start).text,
    picture: pictureHtml(site, tools.draw).text,
  }
  const facts = {
    path,
    title: runbook.title,
    frontmatter: runbook.frontmatter,
    headings: headingsOf(places),
    messages: messagesOf(runbook),
    skeleton: skeletonOf(runbook),
    links: linksOf(site),
    words: distinct(runbook.text.slice(start)),
  }
  return { facts, drawn }
}

/** Where the Markdown begins: behind a byte order mark and the frontmatter. */
export function bodyStart(text: string): number {
  return /^\uFEFF?(?:---[ \t]*\r?\n[^]*?\n---[ \t]*(?:\r?\n|$))?/.exec(text)?.[0].length ?? 0
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
