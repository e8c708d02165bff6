import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderPretty } from '../../renderers/diagnostics/pretty.ts'
import { brokenFolder, expectedFile, foundInFolder } from './fixtures.ts'
import { findingsIn, pagesFolder, readPage } from './page.ts'

/**
 * Writes what is found today into every rule page and into the list of the broken runbooks:
 * `node test/rules/refresh.ts`, then read the diff before it is committed.
 */
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
writeFileSync(expectedFile, `${(await foundInFolder(brokenFolder)).join('\n')}\n`)
