import { html } from './html.ts'
import { address, pageOf } from './links.ts'
import type { SiteView } from './types.ts'

const most = 50

/**
 * The newest changes as an Atom feed (RFC 4287). Ids are tags of the runbook and the day, so that a reader meets none twice.
 * Without an address of the site its links are relative.
 */
export function feedXml({ look, changes }: SiteView, today: string): string {
  const base = look.baseUrl?.replace(/\/?$/, '/') ?? ''
  const updated = changes[0]?.date ?? today
  const feed = html`<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom">
      <title>${look.name}</title>
      <id>${base === '' ? `urn:runbook:${look.name}` : base}</id>
      <updated>${instant(updated)}</updated>
      <link rel="self" href="${base}feed.xml" />
      ${changes.slice(0, most).map(
        ({ date, subject, fragment }) =>
          html`<entry>
            <title>${fragment.frontmatter.id} ${fragment.title}: ${subject}</title>
            <id>urn:runbook:${fragment.frontmatter.id}:${date}:${subject}</id>
            <updated>${instant(date)}</updated>
            <author><name>${fragment.frontmatter.owner ?? look.name}</name></author>
            <link href="${base}${address(pageOf(fragment.path))}" />
          </entry> `,
      )}</feed
    > `
  return feed.text
}

function instant(day: string): string {
  return `${day}T00:00:00Z`
}
