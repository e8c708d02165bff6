import type { Html } from '../html.ts'
import type { SiteView } from '../types.ts'

/** A page that lists the library by one thing. It is left out when the library has nothing of it. */
export interface IndexPage {
  readonly path: string
  readonly title: string
  readonly lead: string
  content(view: SiteView, path: string): Html
  isEmpty(view: SiteView): boolean
}
