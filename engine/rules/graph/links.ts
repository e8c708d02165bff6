import { posix } from 'node:path'
import { decoded } from '../../address.ts'
import type { Link } from '../../model.ts'
import type { Card } from '../../model/card.ts'

/** A link to another file, relative to the page that it stands on. */
export interface FileLink {
  /** Path relative like that of the page. */
  readonly path: string
  readonly anchor?: string
}

/** Where a relative link leads; nothing for addresses, for places of the same page and for paths from a root. */
export function fileLink(href: string, from: string): FileLink | undefined {
  if (href === '' || /^(?:[a-z][a-z0-9+.-]*:|\/|#|\?)/i.test(href)) return undefined
  const [, file = '', anchor] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(href) ?? []
  const path = posix.join(posix.dirname(from), decoded(file))
  return { path, ...(anchor !== undefined && anchor !== '' && { anchor: decoded(anchor) }) }
}

/** Paths of the files that a page links to, in prose too. */
export function linkedFiles({ links, path }: Pick<Card, 'links' | 'path'>): string[] {
  return links.flatMap(({ href }: Link) => fileLink(href, path)?.path ?? [])
}
