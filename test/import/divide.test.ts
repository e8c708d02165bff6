import { expect, it } from 'vitest'
import { type Imported, importPage } from '../../engine/import/index.ts'
import { lostWords } from '../../engine/import/words.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { checkRunbook } from '../../engine/rules/index.ts'

/** A chapter of so many lines of prose, with one command and a link to another. */
const chapter = (name: string, other: string, lines: number): string =>
  [
    `## ${name}`,
    '```bash\ndf -h /srv\n```',
    `See [${other}](#${other.toLowerCase()}).`,
    ...Array.from({ length: lines }, (_, at) => `- ${name} ${at}`),
  ].join('\n\n')

it('divides a page that is too large at its headings, and leads links to the part that holds their section', async () => {
  const text = ['# Handbook', chapter('Pumps', 'Tanks', 1600), chapter('Tanks', 'Pumps', 1600)].join('\n\n')
  const imported = (await importPage({ path: 'handbook.md', text }, { taken: new Set() })) as Imported
  expect(imported.runbooks.map(({ file }) => file)).toEqual(['handbook.md', 'handbook-2.md'])
  expect(imported.notes.map(({ code }) => code)).toContain('page-divided')
  const [first, second] = imported.runbooks
  expect(first?.text).toContain('See [Tanks](handbook-2.md#tanks).')
  expect(second?.text).toContain('See [Pumps](handbook.md#pumps).')
  expect(lostWords(text, imported.runbooks.map((one) => one.text).join('\n'))).toEqual([])
  for (const { file, text: made } of imported.runbooks) {
    const { runbook, diagnostics } = parseRunbook({ path: file, text: made })
    const found = [...diagnostics, ...(await checkRunbook(runbook))]
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
  }
})

it('keeps as text what no heading divides', async () => {
  const text = chapter('Pumps', 'Pumps', 3200)
  const imported = (await importPage({ path: 'pumps.md', text }, { taken: new Set() })) as Imported
  expect(imported.notes.map(({ code }) => code)).toContain('kept-as-text')
})
