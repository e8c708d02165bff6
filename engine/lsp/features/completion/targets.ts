import { posix } from 'node:path'
import type { Runbook } from '../../../model.ts'
import type { Span } from '../../../source.ts'
import { pagesOf } from '../definition.ts'
import { headingsOf } from '../headings.ts'
import { runbookAt, type Page } from '../page.ts'
import { behind, type Proposal } from './proposal.ts'

/**
 * Destinations of a link: anchors of this page, other runbooks by path, title or id, and behind `page.md#` the anchors
 * of that page.
 * @param typed what stands between the bracket and the cursor
 */
export function destinations(page: Page, typed: string, offset: number): Proposal[] {
  const hash = typed.indexOf('#')
  if (hash > 0) {
    const path = posix.join(posix.dirname(page.runbook.path), typed.slice(0, hash))
    const other = runbookAt(path, page)
    return other === undefined ? [] : anchorsOf(other, behind(offset, typed.length - hash))
  }
  const span = behind(offset, typed.length)
  return [...anchorsOf(page.runbook, span), ...(hash === 0 ? [] : otherRunbooks(page, span))]
}

function anchorsOf(runbook: Runbook, span: Span): Proposal[] {
  return headingsOf(runbook)
    .filter(({ level, section }) => level > 1 || section !== undefined)
    .map(({ anchor, title }): Proposal => ({ label: `#${anchor}`, kind: 'section', detail: title, span }))
}

function otherRunbooks(page: Page, span: Span): Proposal[] {
  return others(page).map((other): Proposal => {
    const label = pathTo(other, page)
    const filter = `${label} ${other.frontmatter.id} ${other.title}`
    return { label, kind: 'runbook', detail: `${other.frontmatter.id} ${other.title}`, filter, span }
  })
}

/** Whole links, title and destination, to sections of this page and to other runbooks. */
export function wholeLinks(page: Page, span: Span): Proposal[] {
  const sections = headingsOf(page.runbook)
    .filter(({ section }) => section !== undefined)
    .map(({ anchor, title }) => link(title, `#${anchor}`, 'section', '', span))
  const runbooks = others(page).map((other) =>
    link(other.title, pathTo(other, page), 'runbook', other.frontmatter.id, span),
  )
  return [...sections, ...runbooks]
}

function link(title: string, to: string, kind: 'section' | 'runbook', id: string, span: Span): Proposal {
  const text = `[${title}](${to})`
  return { label: title, kind, detail: `${id} ${to}`.trim(), text, filter: `${text} ${id} ${title}`, span }
}

const others = (page: Page): Runbook[] =>
  pagesOf(page).filter(({ path, frontmatter }) => path !== page.runbook.path && frontmatter.id !== '')

function pathTo({ path }: Runbook, page: Page): string {
  return posix.relative(posix.dirname(page.runbook.path), path)
}
