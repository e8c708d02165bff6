import { posix } from 'node:path'
import { decoded } from '../address.ts'
import { parseRunbook } from '../parse/index.ts'
import type { Imported, ImportedRunbook } from './index.ts'

/** A page of one import: its path, and the folder below `--out` that its runbooks go to. Paths have `/`. */
export interface JoinedPage {
  readonly path: string
  readonly folder: string
  readonly imported: Imported
}

/**
 * Leads each link from one page of an import to another to the runbook that became of it, and to the section that became of
 * the one it names: pages that were split, renamed or moved stay joined. A link to a file that was not imported, or to an
 * anchor that was never there, stays as it is.
 */
export function joinPages(pages: readonly JoinedPage[]): Imported[] {
  const byPath = new Map(pages.map((page) => [posix.normalize(page.path), page]))
  return pages.map((page) => ({
    ...page.imported,
    runbooks: page.imported.runbooks.map((runbook) => joined(runbook, page, byPath)),
  }))
}

function joined(
  { file, text, runbook }: ImportedRunbook,
  from: JoinedPage,
  byPath: ReadonlyMap<string, JoinedPage>,
): ImportedRunbook {
  const edits = runbook.links.flatMap(({ href, hrefSpan }) => {
    const to = text.slice(hrefSpan.start, hrefSpan.end) === href ? landing(href, from, byPath) : undefined
    return to === undefined || to === href ? [] : [{ span: hrefSpan, to }]
  })
  if (edits.length === 0) return { file, text, runbook }
  const after = edits
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((done, { span, to }) => done.slice(0, span.start) + to + done.slice(span.end), text)
  return { file, text: after, runbook: parseRunbook({ path: runbook.path, text: after }).runbook }
}

/** What a link has to say to lead to the same place as before; nothing when it leads to no page of the import. */
function landing(
  href: string,
  from: JoinedPage,
  byPath: ReadonlyMap<string, JoinedPage>,
): string | undefined {
  const [, path = '', anchor] = /^([^?#\s]+)(?:#(\S*))?$/.exec(href) ?? []
  if (path === '' || /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(path)) return undefined
  const target = byPath.get(posix.join(posix.dirname(from.path), decoded(path)))
  const first = target?.imported.runbooks[0]
  if (target === undefined || target === from || first === undefined) return undefined
  const place = anchor === undefined ? undefined : target.imported.anchors.get(decoded(anchor).toLowerCase())
  const file = posix.join(target.folder, place?.file ?? first.file)
  const way = encodeURI(posix.relative(from.folder, file))
  const end = place?.anchor ?? anchor
  return end === undefined ? way : `${way}#${end}`
}
