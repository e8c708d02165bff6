import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Place } from '../helpers/cli.ts'

const places: Place[] = []
afterAll(async () => {
  for (const place of places) {
    await place.run(['lab', 'down', 'engram'])
    place.close()
  }
})

interface Fact {
  readonly type: string
  readonly section?: string
}

async function run(id: string, lab: string, ...flags: string[]) {
  const place = new Place()
  places.push(place)
  await place.run(['lab', 'up', lab])
  const library = join(import.meta.dirname, '..', '..', 'runbooks')
  const began = Date.now()
  const ended = await place.run(
    ['--library', library, '--json', 'run', id, '--lab', lab, '--yes', '--non-interactive', ...flags],
    {},
  )
  const facts = ended.stdout.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as Fact)))
  return { ...ended, place, facts, seconds: (Date.now() - began) / 1000 }
}

/** How the blocks of a section ended, one by one. */
const endsOf = (facts: readonly Fact[], section: string) =>
  facts.filter((fact) => fact.section === section && fact.type === 'attempted')

describe('ENG-HEALTH', () => {
  test('on a healthy lab all ten checks pass within ten seconds', { timeout: 60_000 }, async () => {
    const { status, facts, seconds } = await run('ENG-HEALTH', 'engram')
    expect(status).toBe(0)
    expect(endsOf(facts, 'ten-checks')).toHaveLength(10)
    expect(seconds).toBeLessThan(10)
  })

  test('on a dead lab all ten report, and say what to do', { timeout: 60_000 }, async () => {
    const { place, facts } = await run('ENG-HEALTH', 'engram:process-down')
    expect(endsOf(facts, 'ten-checks')).toHaveLength(10)
    const report = await place.run(['report', '--format', 'markdown'])
    expect(report.stdout.match(/CRITICAL|WARNING/g)?.length).toBeGreaterThanOrEqual(7)
    expect(report.stdout).toContain('Follow ENG-ISSUE-1')
  })
})

test('the debug bundle holds what its document lists', { timeout: 60_000 }, async () => {
  const { status, place } = await run('ENG-BUNDLE', 'engram')
  expect(status).toBe(0)
  const [bundle = ''] = globSync(join(place.folder, 'state', 'labs', 'engram', 'bundles', '*.tar.gz'))
  const { stdout } = spawnSync(
    'tar',
    ['-xzOf', bundle, '--wildcards', '*/logs.txt', '*/metrics.txt', '*/config.toml'],
    {
      encoding: 'utf8',
    },
  )
  expect(stdout).toContain('listens on 127.0.0.1')
  expect(stdout).toContain('engram_wal_lag_seconds')
  expect(stdout).toContain('[persistence]')
})
