import { expect, it } from 'vitest'
import { type Imported, importPage } from '../../engine/import/index.ts'
import { lostWords } from '../../engine/import/words.ts'
import { compileMachine, walkMachine } from '../../engine/machine/index.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { checkRunbook } from '../../engine/rules/index.ts'
import { checkLibrary } from '../../engine/rules/library.ts'

/** A chapter with one command, some more, and so many lines of prose. */
const chapter = (name: string, lines: number, ...more: string[]): string =>
  [
    `## ${name}`,
    '```bash\n# Tanks\ndf -h /srv\n```',
    ...more,
    ...Array.from({ length: lines }, (_, at) => `- ${name} ${at}`),
  ].join('\n\n')

/** The runbooks of a page, which validate; what a run of the first of them comes to; and lines that match a pattern. */
async function divided(...chapters: string[]): Promise<{ links: string[]; reached: Set<string> }> {
  const text = ['# Handbook', ...chapters].join('\n\n')
  const { runbooks, notes } = (await importPage(
    { path: 'handbook.md', text },
    { taken: new Set() },
  )) as Imported
  expect(notes.map(({ code }) => code)).toContain('page-divided')
  expect(lostWords(text.replaceAll(/\(#[\w-]+\)/g, ''), runbooks.map((one) => one.text).join('\n'))).toEqual(
    [],
  )
  const parsed = runbooks.map(({ file, text: made }) => parseRunbook({ path: file, text: made }))
  const found = parsed.flatMap(({ diagnostics }) => diagnostics)
  for (const { runbook } of parsed) found.push(...(await checkRunbook(runbook)))
  found.push(...checkLibrary(parsed.map(({ runbook }) => runbook)))
  expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
  const byPath = new Map(parsed.map(({ runbook }) => [runbook.path, runbook]))
  const walk = walkMachine(compileMachine(byPath, 'handbook.md'))
  expect([walk.stuck, walk.unentered]).toEqual([[], []])
  return {
    links: runbooks.map(({ text: made }) => made.match(/.*\]\(.*/g)?.join('\n') ?? ''),
    reached: new Set(walk.reached.map(({ runbook, section }) => `${runbook}#${section}`)),
  }
}

it('divides a page that is too large at its headings: a run goes on from part to part, and links lead to what they named', async () => {
  const { links, reached } = await divided(
    chapter(
      'Check pumps',
      1600,
      'If it leaks, go to [the tanks](#tanks).',
      '### Notes',
      'See [Tanks](#tanks).',
    ),
    chapter('Tanks', 1600, '### Notes', 'See [pumps](#check-pumps), [notes](#notes) and [these](#notes-1).'),
    `${chapter('Verify valves', 1600)}\n\n## Rollback\n\n\`\`\`bash\nsystemctl stop valves\n\`\`\``,
  )
  expect(links).toEqual([
    `If it leaks, go to [the tanks](handbook-2.md#tanks).
- **yes** → [the tanks](handbook-2.md#tanks)
- **no** → [Part 2](handbook-2.md)
See [Tanks](handbook-2.md#tanks).`,
    `**Next** → [Part 3](handbook-3.md)
See [pumps](handbook.md#check-pumps), [notes](handbook.md#notes) and [these](#notes).`,
    '**If it fails** → [Rollback](#rollback)',
  ])
  expect(reached).toContain('handbook-3.md#verify-valves')
})

it('offers the next part beside procedures to choose from, and does not go on there from one of them', async () => {
  const names = ['Key rotation', 'Customer move', 'Cache', 'Disk resize', 'User export', 'Mail outage']
  const { links, reached } = await divided(...names.map((name) => chapter(name, 620)))
  expect(links).toEqual([
    `- **Key rotation** → [Key rotation](#key-rotation)
- **Customer move** → [Customer move](#customer-move)
- **Cache** → [Cache](#cache)
- **Part 2** → [Part 2](handbook-2.md)`,
    `- **Disk resize** → [Disk resize](#disk-resize)
- **User export** → [User export](#user-export)
- **Mail outage** → [Mail outage](#mail-outage)`,
  ])
  expect(reached).toContain('handbook-2.md#mail-outage')
})

it('keeps as text what no heading divides, in as many pieces as it takes, each of which goes on with the next', async () => {
  const text = chapter('Pumps', 8000)
  const { runbooks, notes } = (await importPage({ path: 'pumps.md', text }, { taken: new Set() })) as Imported
  expect(notes.map(({ code }) => code)).toEqual(['kept-as-text'])
  expect(
    runbooks.map(({ file, runbook }) => [file, runbook.sections.map(({ next }) => next?.target)]),
  ).toEqual([
    ['pumps.md', [expect.objectContaining({ kind: 'runbook', path: 'pumps-2.md' })]],
    ['pumps-2.md', [undefined]],
  ])
})
