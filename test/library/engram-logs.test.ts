import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'
import { Place } from '../helpers/cli.ts'
import * as program from '../lab/engram/lab.ts'
import { type TestLab, withLab } from '../lab/fixture.ts'

const library = join(import.meta.dirname, '..', '..', 'runbooks')
const place = new Place()
afterAll(() => place.close())

/** The runbooks that the log points to, the one with the most lines first. */
async function found(lab: TestLab): Promise<string[]> {
  const { status, stdout } = await place.run([
    '--library',
    library,
    '--json',
    'find',
    '--log',
    lab.file.inputs.LOG_FILE ?? '',
  ])
  const hits = JSON.parse(stdout) as { id: string }[]
  expect(status).toBe(hits.length > 0 ? 0 : 1)
  return hits.map(({ id }) => id)
}

/** Milliseconds in which the lab meets its fault and complains. */
const patience = 2000

/** A fault of each family of log lines, and the runbook that its log points to. */
const families: readonly (readonly [family: string, fault: string, runbook: string])[] = [
  ['1 node and memory access', 'memories-missing', 'ENG-TREE-3'],
  ['2 activation and confidence', 'nan', 'ENG-ISSUE-7'],
  ['3 storage and persistence', 'data-permission', 'ENG-ISSUE-1'],
  ['4 spaces', 'space-missing', 'ENG-ISSUE-6'],
  ['5 index and query', 'index-corrupted', 'ENG-ISSUE-9'],
  ['6 consolidation', 'consolidation-timeout', 'ENG-ISSUE-8'],
  ['6 WAL lag', 'wal-lag', 'ENG-ISSUE-3'],
  ['6 a damaged entry', 'wal-corruption', 'ENG-ISSUE-5'],
  ['7 memory and files', 'file-leak', 'ENG-ISSUE-4'],
  ['7 disk', 'disk-nearly-full', 'ENG-TREE-4'],
]

test.concurrent.each(families)('%s: the log of %s points to %s', { timeout: 30_000 }, (_, fault, runbook) =>
  withLab(program, fault, async (lab) => {
    await sleep(patience)
    expect((await found(lab))[0]).toBe(runbook)
  }),
)

test.concurrent('a healthy log points nowhere', { timeout: 30_000 }, () =>
  withLab(program, undefined, async (lab) => {
    await sleep(patience)
    expect(readFileSync(lab.file.inputs.LOG_FILE ?? '', 'utf8')).toContain('listens on')
    expect(await found(lab)).toEqual([])
  }),
)

test('the patterns name every strategy', () => {
  const strategies = globSync('engram/*.md', { cwd: library }).flatMap((file) => {
    const text = readFileSync(join(library, file), 'utf8')
    return parseRunbook({ path: file, text }).runbook.frontmatter.logs.map(({ strategy }) => strategy)
  })
  expect([...new Set(strategies)].sort()).toEqual([
    'continue',
    'fallback',
    'intervene',
    'partial',
    'restart',
    'retry',
  ])
})
