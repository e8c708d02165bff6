import { posix } from 'node:path'
import { decoded } from '../../engine/address.ts'

/** Where the page of a Markdown file of the library stands in the site. */
export function pageOf(path: string): string {
  return path.replace(/\.md$/i, '.html')
}

/** The address of one file of the site in another. */
export function between(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to)
}

/** What a link in a Markdown file means: another file of the library, a place outside, or an anchor of its own page. */
export type Destination =
  | { readonly kind: 'anchor'; readonly anchor: string }
  | { readonly kind: 'page'; readonly path: string; readonly anchor?: string }
  | { readonly kind: 'outside'; readonly url: string }
  | { readonly kind: 'nowhere' }

/** Reads a link that stands in the file `from`. Relative links to anything but Markdown below the library lead nowhere. */
export function destinationOf(url: string, from: string): Destination {
  if (/^(https?:\/\/|mailto:)/i.test(url)) return { kind: 'outside', url }
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return { kind: 'nowhere' }
  const [file = '', anchor] = decoded(url).split('#', 2)
  if (file === '') return { kind: 'anchor', anchor: anchor ?? '' }
  const path = posix.normalize(posix.join(posix.dirname(from), file))
  if (path.startsWith('../') || path.startsWith('/') || !/\.md$/i.test(path)) return { kind: 'nowhere' }
  return { kind: 'page', path, ...(anchor === undefined ? {} : { anchor }) }
}

/** A path or an anchor as an address: what addresses cannot hold is encoded. */
export function address(path: string, anchor?: string): string {
  const file = path.split('/').map(encodeURIComponent).join('/')
  return anchor === undefined ? file : `${file}#${encodeURIComponent(anchor)}`
}

/**
 * Where a link in the file `path` leads on its page; nothing for one that leads nowhere. A link to a file that is no page
 * of the site leads to the code host, when there is one.
 */
export function hrefIn(url: string, path: string, sourceUrl: string | undefined): string | undefined {
  const to = destinationOf(url, path)
  switch (to.kind) {
    case 'outside':
      return to.url
    case 'anchor':
      return address('', to.anchor)
    case 'page':
      return address(between(pageOf(path), pageOf(to.path)), to.anchor)
    case 'nowhere':
      return sourceAddress(url, path, sourceUrl)
  }
}

function sourceAddress(url: string, path: string, sourceUrl: string | undefined): string | undefined {
  if (sourceUrl === undefined || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return undefined
  return new URL(url, `${sourceUrl.replace(/\/$/, '')}/${address(path)}`).href
}
