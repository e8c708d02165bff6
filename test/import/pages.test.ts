import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Imported, importPage } from '../../engine/import/index.ts'
import { openNotes } from '../../engine/import/notes.ts'
import { repairPage } from '../../engine/import/repair/index.ts'
import { lostWords, wordsOf } from '../../engine/import/words.ts'
import { compileMachine, walkMachine } from '../../engine/machine/index.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { checkRunbook } from '../../engine/rules/index.ts'
import { checkLibrary } from '../../engine/rules/library.ts'

const fixtures = join(import.meta.dirname, '..', 'fixtures')
const files = globSync(['seeds/*', 'pages/*'], { cwd: fixtures }).sort()
const read = (file: string) => ({ path: file, text: readFileSync(join(fixtures, file), 'utf8') })
const known = new Map<string, ReturnType<typeof importPage>>()

/** Each page is imported once; whoever needs it waits for that. */
function importOne(file: string): ReturnType<typeof importPage> {
  const running = known.get(file) ?? importPage(read(file), { taken: new Set() })
  known.set(file, running)
  return running
}

const refused = ['pages/ascii.adoc', 'pages/binary.md', 'pages/rest.rst']
/** Their words are counted after the repair, which has tests of its own. */
const damaged = ['seeds/001.md', 'pages/windows-1252.md', 'pages/hidden.md']

/** What a reader sees of a page: neither the languages of its fences nor where links on it lead. */
const words = (text: string): string =>
  text
    .replaceAll(/^([ \t>]*(?:[-*+] |\d+[.)] )*(?:`{3,}|~{3,})) *[\w-]*/gm, '$1')
    .replaceAll(/\]\(#[^)]*\)/g, ']')

describe.each(files.filter((file) => !refused.includes(file)))('%s', (file) => {
  it('becomes runbooks that validate, by the engine that runs them', async () => {
    const imported = (await importOne(file)) as Imported
    const runbooks = imported.runbooks.map(({ file: path, text }) => parseRunbook({ path, text }))
    const found = runbooks.flatMap(({ diagnostics }) => diagnostics)
    for (const { runbook } of runbooks) found.push(...(await checkRunbook(runbook)))
    found.push(...checkLibrary(runbooks.map(({ runbook }) => runbook)))
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
    const byPath = new Map(runbooks.map(({ runbook }) => [runbook.path, runbook]))
    for (const { runbook } of runbooks)
      expect(walkMachine(compileMachine(byPath, runbook.path)).stuck).toEqual([])
  })

  it('loses no word', async () => {
    const { text } = damaged.includes(file) ? repairPage(read(file).text, openNotes()) : read(file)
    const imported = (await importOne(file)) as Imported
    const all = imported.runbooks.map((one) => one.text).join('\n')
    const shown = new Set(wordsOf(all.match(/^ {2}[A-Z]\w*: \{.*$|^ *At the prompt .*$/gm)?.join(' ') ?? ''))
    const lost = lostWords(words(text), all, shown)
    expect(lost).toEqual([])
  })

  it('is not changed by a second import', async () => {
    for (const { file: path, text } of ((await importOne(file)) as Imported).runbooks) {
      const again = (await importPage({ path, text }, { taken: new Set() })) as Imported
      expect(again.runbooks.map((one) => [one.file, one.text])).toEqual([[path, text]])
    }
  })

  it('is kept as text only when it has to be', async () => {
    const { notes } = (await importOne(file)) as Imported
    expect(notes.some(({ code, line }) => code === 'kept-as-text' && line === 1)).toBe(
      file === 'pages/deep.md',
    )
  })
})

it.each(refused)('%s is refused in one sentence', async (file) => {
  expect(await importOne(file)).toMatchObject({
    message: expect.stringContaining('`'),
    help: expect.any(String),
  })
})

it('finds in each page what it found before', async () => {
  const rows: string[] = []
  for (const file of files.filter((one) => !refused.includes(one))) {
    const { counts, notes } = (await importOne(file)) as Imported
    const codes = Map.groupBy(notes, ({ code }) => code)
    rows.push(
      basename(file),
      `  ${Object.entries(counts)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ')}`,
      `  ${[...codes]
        .map(([code, list]) => `${code} ${list.length}`)
        .sort()
        .join(', ')}`,
    )
  }
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('../fixtures/pages.txt')
})
