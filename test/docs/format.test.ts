import { describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { parseRunbook } from '../../engine/parse/index.ts'
import { checkRunbook } from '../../engine/rules/index.ts'
import { fencesOf } from './fences.ts'

const page = join(import.meta.dirname, '..', '..', 'docs', 'format.md')

/** What stands above an example that shows only a part of a file. */
const above = '---\nid: DOC-001\n---\n\n# Example\n\n'

describe('the format reference', () => {
  const examples = fencesOf(page).filter((fence) => fence.info === 'markdown')

  test('holds an example of every part', () => {
    expect(examples.length).toBeGreaterThan(15)
  })

  test.each(examples)('example at line $line has no error', async ({ text }) => {
    const whole = text.startsWith('---') ? text : above + text
    const { runbook, diagnostics } = parseRunbook({ path: 'example.md', text: whole })
    const found = [...diagnostics, ...(await checkRunbook(runbook))]
    expect(found.filter((finding) => finding.severity === 'error')).toEqual([])
  })
})
