import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Imported, importPage } from '../../engine/import/index.ts'
import { openNotes } from '../../engine/import/notes.ts'
import { repairPage } from '../../engine/import/repair/index.ts'
import { lostWords, wordsOf } from '../../engine/import/words.ts'

const root = join(import.meta.dirname, '..', '..')
const seeds = ['000', '001', '002', '003', '004']

/** What stands in a page, counted line by line and without the importer; what stands in fences is not counted twice. */
function inventory(text: string): Record<'fences' | 'shell' | 'boxes' | 'tables' | 'lists', number> {
  const found = { fences: 0, shell: 0, boxes: 0, tables: 0, lists: 0 }
  let open = ''
  for (const line of text.split(/\r?\n/)) {
    const [, marker = '', tag = ''] = /^\s*(`{3,})(\w*)\s*$/.exec(line) ?? []
    if (marker !== '' && open === '') {
      found.fences++
      if (tag === 'bash') found.shell++
    }
    if (marker !== '') open = open === '' ? marker : tag === '' ? '' : open
    else if (open === '') {
      if (/^\s*- \[[ x]\] /.test(line)) found.boxes++
      if (/^\|[\s:|-]+\|$/.test(line)) found.tables++
      if (line.startsWith('1. ')) found.lists++
    }
  }
  return found
}

async function table(): Promise<string> {
  const head = [
    'page',
    'fences',
    'of shell',
    'boxes',
    'tables',
    'ordered lists',
    'runbooks',
    'steps',
    'manual',
    'decisions',
    'branches',
    'checklists',
    'boxes',
    'blocks',
    'samples',
    'inputs',
    'words lost',
  ]
  const rows = [head, head.map(() => '---')]
  for (const seed of seeds) {
    const text = readFileSync(join(root, 'test/fixtures/seeds', `${seed}.md`), 'utf8')
    const found = inventory(text)
    const imported = (await importPage({ path: `${seed}.md`, text }, { taken: new Set() })) as Imported
    const { counts } = imported
    const all = imported.runbooks.map((one) => one.text).join('\n')
    const named = new Set(wordsOf(all.match(/^ {2}[A-Z]\w*: \{.*$/gm)?.join(' ') ?? ''))
    const lost = lostWords(
      repairPage(text, openNotes()).text.replaceAll(/^(\s*`{3,})\w*/gm, '$1'),
      all,
      named,
    ).length
    const { runbooks, steps, manual, decisions, branches, checklists, boxes, blocks, samples, inputs } =
      counts
    const source = [found.fences, found.shell, found.boxes, found.tables, found.lists]
    rows.push([
      seed,
      ...[
        ...source,
        runbooks,
        steps,
        manual,
        decisions,
        branches,
        checklists,
        boxes,
        blocks,
        samples,
        inputs,
        lost,
      ].map(String),
    ])
  }
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n')
}

it('the table in docs/importing.md is what an import finds', async () => {
  const page = readFileSync(join(root, 'docs/importing.md'), 'utf8')
    .replaceAll(/ *\| */g, '|')
    .replaceAll(/-{3,}/g, '---')
  const made = await table()
  expect(page, `the table to put there:\n${made}`).toContain(made.replaceAll(/ *\| */g, '|'))
})
