import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DrillPlace } from '../drill/place.ts'

const library = join(import.meta.dirname, '..', '..', 'runbooks')
const place = new DrillPlace()
const ask = (words: readonly string[], state = '') =>
  place.runbook(['--library', library, ...words], {
    TMPDIR: place.folder,
    ...(state === '' ? {} : { RUNBOOK_STATE: state }),
  })

/** A record of the journal, as far as this test reads it. */
interface Fact {
  readonly type: string
  readonly at: string
  readonly by?: string
  readonly runbook?: string
  readonly text?: string
  readonly operator?: { readonly user: string }
}

interface Report {
  readonly result: string
  readonly lastAt: string
  readonly timeline: readonly { readonly title?: string; readonly fact: Fact }[]
}

let state = ''
let journal: Fact[] = []
let report: Report
let page = ''

beforeAll(async () => {
  const drilled = await ask(['drill', 'incident-sev1-outage', '--keep', '--json'])
  const [drill] = (
    JSON.parse(drilled.stdout) as { drills: { status: string; kept: Record<string, string> }[] }
  ).drills
  if (drill?.status !== 'passed') throw new Error(`the drill did not pass: ${drilled.stdout}`)
  state = drill.kept.state ?? ''
  const run = drill.kept.run ?? ''
  const text = readFileSync(join(state, 'runs', run, 'journal.jsonl'), 'utf8')
  journal = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fact)
  report = JSON.parse((await ask(['report', run, '--format', 'json'], state)).stdout) as Report
  page = (await ask(['report', run], state)).stdout
}, 120_000)

afterAll(async () => {
  if (state !== '') await ask(['lab', 'down', 'engram'], state)
  place.close()
})

/** The rows of the table below a heading of the page, as their cells. */
function rowsBelow(heading: string): string[][] {
  const [, below = ''] = page.split(`\n## ${heading}\n\n`)
  const [table = ''] = below.split('\n\n')
  return table
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

/** What happened: an intent is the start of what its outcome tells. */
const happened = () => journal.filter(({ type }) => type !== 'intended')

describe('the report of the SEV1 exercise', () => {
  test('has every fact of the journal in its timeline, whole and in order', () => {
    expect(happened().length).toBeGreaterThan(20)
    expect(report.timeline.map(({ fact }) => fact)).toEqual(happened())
  })

  test('shows each of them as a row: when, in which section, what, by whom', () => {
    const operator = journal[0]?.operator?.user
    const rows = rowsBelow('Timeline')
    expect(rows.map(([at, , , , who]) => [at, who])).toEqual(
      happened().map(({ at, by }) => [at.slice(11, 19), by ?? operator]),
    )
    const titles = report.timeline.map(({ title = '' }) => title)
    expect(
      rows.filter(([, , section = '', what], index) => !section.endsWith(titles[index] ?? '') || !what),
    ).toEqual([])
  })

  test('is one timeline with the runbooks that were called', () => {
    const met = [...new Set(journal.flatMap(({ runbook }) => (runbook?.endsWith('.md') ? [runbook] : [])))]
    expect(met.length).toBeGreaterThan(3)
    const named = new Set(
      rowsBelow('Timeline').flatMap(([, , section = '']) => /^[A-Z]+-[A-Z0-9-]+(?=:)/.exec(section) ?? []),
    )
    expect(named.size).toBe(met.length - 1)
  })

  test('is filled: every message as it was told, the result, the end', () => {
    const told = journal.flatMap(({ type, text = '' }) => (type === 'told' ? [text] : []))
    expect(told.length).toBeGreaterThan(0)
    for (const text of told) expect(page).toContain(text)
    expect(report).toMatchObject({ result: 'resolved', lastAt: journal.at(-1)?.at })
    expect(told.join('\n')).not.toMatch(/\$\{?[A-Z]/)
  })
})
