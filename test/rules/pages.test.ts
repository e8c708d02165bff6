import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { codes } from '../../engine/diagnostic.ts'
import { renderPretty } from '../../renderers/diagnostics/pretty.ts'
import { needs } from '../helpers/programs.ts'
import { findingsIn, pagesFolder, readPage } from './page.ts'

const pages = readdirSync(pagesFolder)
  .map((file) => file.replace(/\.md$/, ''))
  .sort()

/** A page is text, and this finding is about a file that is none. */
const withoutExample = new Set(['unreadable-file', ...(needs('shellcheck') ? [] : ['shellcheck'])])

test('every code has a page, and every page a code', () => {
  expect(codes.length).toBeGreaterThan(30)
  expect(pages).toEqual([...codes].sort())
})

describe.each(pages)('%s', (code) => {
  const page = readPage(code)

  test('says what it is, why it matters and how to repair it', () => {
    expect(page.text).toMatch(new RegExp(`^# ${code}\\n`))
    expect(page.text).toContain('\n## Why it matters at 03:00\n')
    expect(page.text).toContain('\n## Repair\n')
  })

  test.skipIf(withoutExample.has(code))('the example is found as the page shows it', async () => {
    const findings = await findingsIn(page.failing)
    const shown = renderPretty(findings, page.failing, { color: false })
    expect(findings.map((finding) => finding.code)).toContain(code)
    expect(shown.replace(/\n\n[^\n]+\n$/, '\n')).toBe(page.expected)
  })

  test.skipIf(withoutExample.has(code))('the repaired example has no finding at all', async () => {
    expect(page.repaired.length).toBeGreaterThan(0)
    expect(await findingsIn(page.repaired)).toEqual([])
  })
})
