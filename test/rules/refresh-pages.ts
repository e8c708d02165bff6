import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderPretty } from '../../renderers/diagnostics/pretty.ts'
import { findingsIn, pagesFolder, readPage } from './page.ts'

/** Writes what is found today into every page's `text` fence: `node test/rules/refresh-pages.ts`, then read the diff. */
for (const file of readdirSync(pagesFolder)) {
  const page = readPage(file.replace(/\.md$/, ''))
  if (page.failing.length === 0) continue
  const shown = renderPretty(await findingsIn(page.failing), page.failing, { color: false }).replace(
    /\n\n[^\n]+\n$/,
    '\n',
  )
  const { start, end } = page.place
  writeFileSync(join(pagesFolder, file), page.text.slice(0, start) + shown + page.text.slice(end))
}
