import { html, Html } from './html.ts'
import { between } from './links.ts'

/** What all pages share. */
export interface Look {
  readonly name: string
  /** HTML of the owner's own, above and below every page; empty for none. */
  readonly header: Html
  readonly footer: Html
  /** Absolute address of the site, for the feed; pages themselves only use relative ones. */
  readonly baseUrl?: string
  /** Pages of the navigation that this library has something for. */
  readonly navigation: readonly { readonly path: string; readonly title: string }[]
}

export interface Page {
  readonly path: string
  readonly title: string
  readonly content: Html
  readonly description?: string
}

/** Nothing but the site's own script, style and pictures; no form is ever sent. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"

/** A whole HTML document. Works from a folder: every address is relative. */
export function pageHtml({ path, title, content, description }: Page, look: Look): string {
  const to = (target: string): string => between(path, target)
  const document = html`<!doctype html>
    <html lang="en" data-root="${to('index.html').replace(/index\.html$/, '')}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        ${description !== undefined && html`<meta name="description" content="${description}" />`}
        <title>${title === look.name ? title : `${title} · ${look.name}`}</title>
        <link rel="icon" href="${to('icon.svg')}" />
        <link rel="stylesheet" href="${to('site.css')}" />
        <link rel="alternate" type="application/atom+xml" title="What changed" href="${to('feed.xml')}" />
        <script src="${to('site.js')}" defer></script>
      </head>
      <body>
        <a class="skip" href="#Content">To the content</a>
        <header>
          ${look.header}
          <nav aria-label="Site">
            <a class="home" href="${to('index.html')}">${look.name}</a>
            <ul>
              ${look.navigation.map((entry) => html`<li><a href="${to(entry.path)}" ${entry.path === path && html` aria-current="page"`}>${entry.title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="Content">${content}</main>
        <footer>
          ${look.footer}
          <p>Made from the very files that <code>runbook run</code> executes.</p>
        </footer>
      </body>
    </html> `
  return document.text
}
