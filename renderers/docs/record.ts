import { createHash } from 'node:crypto'
import { html, Html } from './html.ts'
import { definitionsIn, proseHtml, readMarkdown } from './prose.ts'
import type { RunRecord } from './types.ts'

/** Where the page of a record stands in the site. */
export function recordPath({ run }: RunRecord): string {
  return `runs/${run.replaceAll(/[^\w.-]/g, '_')}.html`
}

/** The record of a run as HTML. It leads to no other page: the files that it names are those of the machine that ran it. */
export function recordHtml(markdown: string): Html {
  const nodes = readMarkdown(markdown)
  const href = (url: string): string | undefined => (/^https?:/.test(url) ? url : undefined)
  return html`<article class="record">${new Html(proseHtml(nodes, definitionsIn(nodes), { href }))}</article>`
}

/** One file with its style in it, to be sent or kept: the record of a run, in the look of the site. */
export function recordDocument(title: string, markdown: string, style: string): string {
  const digest = createHash('sha256').update(style).digest('base64')
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>${recordHtml(markdown)}</main>
      </body>
    </html> `
  return page.text
}
