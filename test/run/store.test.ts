import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { findRun, listRuns, newRunId, openRuns } from '../../engine/run/store.ts'
import { createLock } from '../../engine/run/lock.ts'
import { scratch, writeJournal } from './journal-fixture.ts'

const place = scratch()
afterAll(() => place.remove())

describe('the runs of a state folder', () => {
  const runs = join(place.folder, 'runs')
  mkdirSync(runs)
  for (const run of ['RB-001-20261120-1200-aaaa', 'RB-001-20261120-1200-bbbb'])
    createLock(writeJournal(runs, run, 3))
  mkdirSync(join(runs, 'RB-002-20261120-1300-cccc'))
  writeFileSync(join(runs, 'RB-002-20261120-1300-cccc', 'journal.jsonl'), '')

  test('are listed from their summaries, and one that never began says so', () => {
    expect(listRuns(place.folder).map(({ run, state, why }) => [run, state, why])).toEqual([
      ['RB-001-20261120-1200-aaaa', 'interrupted', undefined],
      ['RB-001-20261120-1200-bbbb', 'interrupted', undefined],
      ['RB-002-20261120-1300-cccc', 'unreadable', 'it never began: nothing was started'],
    ])
  })

  test('the open ones can be asked for by runbook', () => {
    expect(openRuns(place.folder, 'RB-001')).toHaveLength(2)
    expect(openRuns(place.folder, 'RB-009')).toEqual([])
    expect(openRuns(join(place.folder, 'nowhere'))).toEqual([])
  })

  test('an unknown one is refused, with one that begins alike', () => {
    expect(findRun(place.folder, 'RB-001-20261120-1200-aaaa')).toBe(join(runs, 'RB-001-20261120-1200-aaaa'))
    expect(() => findRun(place.folder, 'RB-001-x')).toThrow('no run is called `RB-001-x`')
  })

  test('ids name the runbook and the minute in UTC', () => {
    expect(newRunId('RB-005', new Date('2026-11-22T06:13:59Z'))).toMatch(/^RB-005-20261122-0613-[2-9a-z]{4}$/)
  })
})
