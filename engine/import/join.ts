import { posix } from 'node:path'
import { decoded } from '../address.ts'
import { parseRunbook } from '../parse/index.ts'
import { runbookTargets } from '../rules/graph/flow.ts'
import type { Landing } from './compose/anchors.ts'
import type { ImportedRunbook } from './make.ts'

/** A page of one import: its path, the folder below `--out` that its runbooks go to, and what became of it. Paths have `/`. */
export interface JoinedPage<R extends ImportedRunbook = ImportedRunbook> {
  readonly path: string
  readonly folder: string
  readonly runbooks: readonly R[]
  readonly anchors: ReadonlyMap<string, Landing>
}

/**
 * Leads each link from one page of an import to another to the runbook that became of it, and to the section that became of
 * the one it names: pages that were split, renamed or moved stay joined. A link to a file that was not imported, or to an
 * anchor that was never there, stays as it is; where a run would follow it, it leads to the beginning.
 *
 * @returns the runbooks of each page, in the order of the pages
 */
export function joinPages<R extends ImportedRunbook>(pages: readonly JoinedPage<R>[]): R[][] {
  const byPath = new Map(pages.map((page) => [posix.normalize(page.path), page]))
  return pages.map((page) => page.runbooks.map((runbook) => joined(runbook, page, byPath)))
}

/** The path of the file that a relative link on a page leads to; nothing for other links. */
export function linkedPath(href: string, from: string): string | undefined {
  const path = /^([^?#\s]+)(?:#\S*)?$/.exec(href)?.[1]
  if (path === undefined || /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(path)) return undefined
  return posix.join(posix.dirname(from), decoded(path))
}

type Pages = ReadonlyMap<string, JoinedPage>

function joined<R extends ImportedRunbook>(one: R, from: JoinedPage, byPath: Pages): R {
  const { text, runbook } = one
  const followed = new Set(runbookTargets(runbook).map(({ span }) => span.start))
  const edits = runbook.links.flatMap(({ href, hrefSpan }) => {
    const isWritten = text.slice(hrefSpan.start, hrefSpan.end) === href
    const to = isWritten ? landing(href, from, byPath, followed.has(hrefSpan.start)) : undefined
    return to === undefined || to === href ? [] : [{ span: hrefSpan, to }]
  })
  if (edits.length === 0) return one
  const after = edits
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((done, { span, to }) => done.slice(0, span.start) + to + done.slice(span.end), text)
  return { ...one, text: after, runbook: parseRunbook({ path: runbook.path, text: after }).runbook }
}

/** What a link has to say to lead to the same place as before; nothing when it leads to no page of the import. */
function landing(href: string, from: JoinedPage, byPath: Pages, isFollowed: boolean): string | undefined {
  const target = byPath.get(linkedPath(href, from.path) ?? '')
  const first = target?.runbooks[0]
  if (target === undefined || target === from || first === undefined) return undefined
  const anchor = /#(\S*)$/.exec(href)?.[1]
  const place = anchor === undefined ? undefined : target.anchors.get(decoded(anchor).toLowerCase())
  const file = place?.file ?? first.file
  const end = place?.anchor ?? anchor
  const way = encodeURI(posix.relative(from.folder, posix.join(target.folder, file)))
  const hasEnd = end !== undefined && (!isFollowed || entersAt(target, file, end))
  return hasEnd ? `${way}#${end}` : way
}

/** Whether a run can go on at an anchor of what became of a page. */
function entersAt({ runbooks }: JoinedPage, file: string, anchor: string): boolean {
  const runbook = runbooks.find((one) => one.file === file)?.runbook
  return runbook?.anchors.get(decoded(anchor))?.section !== undefined
}
