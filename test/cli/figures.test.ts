import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dueOf } from '../../engine/cli/actions/due.ts'
import { compileMachine } from '../../engine/machine/index.ts'
import type { RunEvent } from '../../engine/machine/types.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { startRun } from '../../engine/run/start.ts'
import type { ListedRun } from '../../engine/run/store.ts'
import { Place } from '../helpers/cli.ts'

const place = new Place()
const state = join(place.folder, 'recorded')
const environment = { RUNBOOK_STATE: state }
afterAll(() => place.close())

const minute = 60_000
const page = (id: string, more: string) => `---
id: ${id}
${more}
---

# Outage ${id}

## Assess

**Within 5m** Somebody is in command.

### Reroute

**Mitigated** Users are served again.

**Action** Send traffic elsewhere.

## Finish

**Action** Mend it.
`
const search = page(
  'STA-001',
  'service: search\nseverity: SEV1\nmttr: 30m\nescalate: { after: 15m, to: Lead }',
)
const database = page('STA-002', 'service: database\nseverity: SEV2')

interface Told {
  readonly at: string
  readonly harm?: { readonly harmBegan?: string; readonly harmDetected?: string }
  /** Minutes after the start at which the two manual steps were done. */
  readonly done?: readonly [number, number]
}

/** Records a run at instants of our own, through the engine's own door. */
function record(text: string, { at, harm = {}, done }: Told): void {
  const { runbook } = parseRunbook({ path: 'a.md', text })
  const start = Date.parse(`${at}:00.000Z`)
  const after = (minutes: number) => new Date(start + minutes * minute).toISOString()
  const run = startRun({
    state,
    machine: compileMachine(new Map([['a.md', runbook]]), 'a.md'),
    bindings: new Map(),
    directory: '/',
    options: [],
    operator: { user: 'anna', host: 'h', pid: 1, terminal: null },
    engine: '0.1.0',
    clock: { now: () => after(0), until: () => Promise.resolve() },
    ...harm,
  })
  const here = (section: string) => ({ frame: 0, runbook: 'a.md', section })
  const did = (section: string, minutes: number, how: 'done' | 'failed' = 'done'): RunEvent => ({
    at: after(minutes),
    by: 'anna',
    type: 'did',
    ...here(section),
    how,
  })
  if (done === undefined) {
    run.record(did('reroute', 5, 'failed'))
    run.record({
      at: after(6),
      by: 'anna',
      type: 'recovered',
      ...here('reroute'),
      choice: 'escalate',
      to: 'Lead',
      level: 0,
      person: 'Bo',
    })
  } else {
    run.record(did('reroute', done[0]))
    run.record(did('finish', done[1]))
  }
  run.close()
}

beforeAll(() => {
  const harm = { harmBegan: '2026-01-10T10:00:00.000Z', harmDetected: '2026-01-10T10:10:00.000Z' }
  record(search, { at: '2026-01-10T10:12', harm, done: [8, 28] })
  record(search, { at: '2026-01-11T12:00', done: [30, 60] })
  record(search, { at: '2026-03-12T08:00', harm: { harmBegan: '2026-03-12T07:30:00.000Z' } })
  record(database, { at: '2026-03-12T09:00', done: [2, 5] })
})

describe('stats', () => {
  test('gives the figures that the records give by hand', async () => {
    const { stdout, status } = await place.run(['--json', 'stats'], { environment })
    expect(status).toBe(0)
    expect((JSON.parse(stdout) as { figures: unknown }).figures).toEqual([
      {
        name: 'all',
        runs: 4,
        results: { resolved: 3, escalated: 1, stopped: 0, failed: 0 },
        detect: { count: 2, median: 20 * minute, mean: 20 * minute, longest: 30 * minute },
        mitigate: { count: 3, median: 10 * minute, mean: 14 * minute, longest: 30 * minute },
        resolve: { count: 3, median: 30 * minute, mean: (95 / 3) * minute, longest: 60 * minute },
        withinTarget: { met: 1, of: 2 },
        repeats: 1,
        escalated: 1,
      },
    ])
  })

  test('by runbook, in a period, as a table', async () => {
    const by = await place.run(['stats', '--by', 'runbook'], { environment })
    expect(by.stdout).toBe(`         RUNS  RESOLVED  DETECT  MITIGATE  RESOLVE  IN TARGET  REPEATS  ESCALATED
STA-001  3     2         20 min  20 min    45 min   1 of 2     1        1 (33%)
STA-002  1     1                 2 min     5 min               0        0 (0%)
`)
    const march = await place.run(['stats', '--since', '2026-03-01', '--by', 'severity'], { environment })
    expect(march.stdout).toContain('SEV1  1     0         30 min')
    const none = await place.run(['stats', '--since', '2026-04-01', '--until', '2026-05-01'], { environment })
    expect([none.stdout, none.stderr]).toEqual(['', 'no run ended in this time\n'])
    const turned = await place.run(['stats', '--since', '2026-05-01', '--until', '2026-04-01'], {
      environment,
    })
    expect([turned.status, turned.stderr]).toEqual([
      2,
      'error: `--since` lies after `--until`\n  = help: exchange the two, or leave one away\n',
    ])
    const wrong = await place.run(['stats', '--since', 'tuesday'], { environment })
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('`tuesday` after `--since` is no time'),
    ])
  })

  test('the report of one says what was met, who was told, and when users were served again', async () => {
    const runs = JSON.parse((await place.run(['--json', 'runs'], { environment })).stdout) as ListedRun[]
    const [, escalated, , first] = runs.map(({ run }) => run)
    const met = await place.run(['report', first ?? ''], { environment })
    expect(met.stdout).toContain('| mitigated | 2026-01-10T10:20:00.000Z | 10 min |')
    expect(met.stdout).toContain('| detected | 2026-01-10T10:10:00.000Z | 10 min |')
    expect(met.stdout).toContain(
      '| Assess | Somebody is in command. | 5 min | 8 min | **overrun by 3 min** |',
    )
    const told = await place.run(['report', escalated ?? ''], { environment })
    expect(told.stdout).toContain('| 08:06:00 | escalated | Lead | Bo | anna |')
    expect(told.stdout).toContain(
      '| Assess | Somebody is in command. | 5 min | 6 min | **overrun by 1 min** |',
    )
  })
})

describe('due', () => {
  const book = { id: 'DUE-001', title: 'Nightly', path: 'due.md', cadence: 'daily 02:00' }
  const now = new Date('2026-11-25T10:00:00').getTime()
  const ran = (day: string, more: object = {}): ListedRun =>
    ({
      run: `run-${day}`,
      summary: { runbook: 'DUE-001', result: 'resolved', startedAt: new Date(day).toISOString(), ...more },
    }) as unknown as ListedRun

  test.each<[string, ListedRun[], object]>([
    ['never done', [], { state: 'due' }],
    ['done since', [ran('2026-11-25T02:30:00')], { state: 'done', lastRun: 'run-2026-11-25T02:30:00' }],
    ['done the day before', [ran('2026-11-24T02:30:00')], { state: 'due' }],
    ['done two days before', [ran('2026-11-23T02:30:00')], { state: 'overdue' }],
    ['done in a lab only', [ran('2026-11-25T02:30:00', { lab: 'x' })], { state: 'due' }],
    ['failed since', [ran('2026-11-25T02:30:00', { result: 'failed' })], { state: 'due' }],
  ])('%s', (_, runs, expected) => expect(dueOf(book, runs, now)).toMatchObject([expected]))

  test('what was missed first is what it is due since, and what is done says what comes next', () => {
    const since = new Date('2026-11-22T02:00:00').toISOString()
    expect(dueOf(book, [ran('2026-11-21T09:00:00')], now)).toMatchObject([{ state: 'overdue', due: since }])
    const next = new Date('2026-11-26T02:00:00').toISOString()
    expect(dueOf(book, [ran('2026-11-25T09:00:00')], now)).toMatchObject([{ state: 'done', due: next }])
  })

  test('lists what is due, and nothing more once it is done', async () => {
    place.write(
      'due.md',
      '---\nid: DUE-001\ncadence: daily 00:00\n---\n\n# Nightly\n\n## Look\n\n```bash read\ntrue\n```\n',
    )
    const before = await place.run(['due'])
    expect(before.status).toBe(1)
    expect(before.stdout).toMatch(
      /^STATE +ID +DUE +LAST DONE +CADENCE +TITLE\ndue +DUE-001 +\d{4}-\d\d-\d\d 00:00 +never +daily 00:00 +Nightly\n$/,
    )
    expect((await place.run(['run', 'DUE-001'])).status).toBe(0)
    const after = await place.run(['due'])
    expect([after.status, after.stdout]).toEqual([0, ''])
    const all = await place.run(['--json', 'due', '--all'])
    expect(JSON.parse(all.stdout)).toMatchObject([{ id: 'DUE-001', state: 'done' }])
  })
})
