import { expect, it } from 'vitest'
import { type Imported, importPage } from '../../engine/import/index.ts'

/** The answers, blocks and steps by hand that the rows of a table become, and what is said of them. */
async function rows(...lines: string[]): Promise<{ answers: string[]; made: string[]; said: string[] }> {
  const text = `# Jobs wait\n\n${lines.join('\n')}\n`
  const imported = (await importPage({ path: 'jobs.md', text }, { taken: new Set() })) as Imported
  const { sections } = imported.runbooks[0]?.runbook ?? { sections: [] }
  const decisions = sections.flatMap((section) => (section.kind === 'decision' ? section.branches : []))
  return {
    answers: decisions.map(({ answer, edge: { target } }) => {
      const to = target.kind === 'section' ? target.id : target.kind === 'outcome' ? target.outcome : ''
      return `${answer} → ${to}`
    }),
    made: sections.flatMap((section) =>
      section.kind === 'manual'
        ? [`by hand: ${section.instruction.markdown.split('\n')[0]}`]
        : section.blocks.map(({ language, role, script }) => `${language} ${role}: ${script}`),
    ),
    said: imported.notes
      .filter(({ code }) => code === 'inline-command' || code === 'other-language')
      .map(({ code, line }) => `${line} ${code}`),
  }
}

it('runs one statement of SQL in a cell, and the commands of a column beside what is to be done', async () => {
  const { made, said } = await rows(
    '| Symptom | What to do | Query |',
    '| --- | --- | --- |',
    "| Jobs wait | Count them | `SELECT count(*) FROM jobs WHERE state = 'new'` |",
    '| One hangs | `UPDATE jobs SET state = $$new$$ WHERE id = 7;` | |',
    '| Both | Ask the owner | `select * from` … |',
    '| Two | Do both | `SELECT 1 FROM a; SELECT 2 FROM b` |',
  )
  expect(made).toEqual([
    "sql read: SELECT count(*) FROM jobs WHERE state = 'new'",
    'sql action: UPDATE jobs SET state = $$new$$ WHERE id = 7;',
    'by hand: Ask the owner',
    'by hand: Do both',
  ])
  expect(said).toEqual(['5 inline-command', '6 inline-command'])
})

it('leaves what is written for another database, and words that only begin like a statement', async () => {
  const { made, said } = await rows(
    'The server is MySQL.',
    '',
    '| Alert | Query |',
    '| --- | --- |',
    '| Lag | `SELECT * FROM lag` |',
    '| Owner | `update the owner` |',
  )
  expect(made).toEqual(['by hand: `SELECT * FROM lag`', 'by hand: `update the owner`'])
  expect(said).toEqual(['7 other-language'])
})

it('asks once when a table leads to each section behind it, and never runs one of them after another', async () => {
  const { answers } = await rows(
    '## Triage',
    '',
    '| Symptom | Action |',
    '| --- | --- |',
    '| None start | see [Broker](#broker) |',
    '| Few start | [Quota](#quota) |',
    '| All fail | [Schema](#schema) |',
    ...['Broker', 'Quota', 'Schema'].flatMap((name) => ['', `## ${name}`, '', '```bash', 'uptime', '```']),
  )
  expect(answers).toEqual([
    'None start → broker',
    'Few start → quota',
    'All fail → schema',
    'none of these → resolved',
  ])
})
