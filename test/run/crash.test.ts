import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readJournal } from '../../engine/run/reading.ts'
import { listRuns } from '../../engine/run/store.ts'
import { crashRunbooks, type CrashRunbook } from './crash-runbooks.ts'
import type { EngineOrder } from './engine-child.ts'
import {
  buildEngine,
  effectsOf,
  newTrial,
  runFolder,
  startOrder,
  type BuiltEngine,
  type Trial,
} from './engine.ts'

let engine: BuiltEngine
beforeAll(async () => {
  engine = await buildEngine()
})
afterAll(() => engine.remove())

/** More crossings than any of these runs has; a loop that gets here has not ended. */
const tooMany = 200

describe('P1: killed at every point, a run is resumed to its end and each effect happens once', () => {
  test.each(Object.entries(crashRunbooks))(
    '%s',
    async (_, book) => {
      let point = 1
      while (point < tooMany && (await crashAt(point, false, book))) point += 1
      expect(point).toBeGreaterThan(15)
      expect(point).toBeLessThan(tooMany)
    },
    240_000,
  )

  test('with a torn last line, at every write of a run', async () => {
    const { rollback } = crashRunbooks
    if (rollback === undefined) throw new Error('no such runbook')
    let point = 1
    while (await crashAt(point, true, rollback)) point += 1
    expect(point).toBeGreaterThan(15)
  }, 600_000)
})

/** One trial; false when the run ended before it came to the point. */
async function crashAt(point: number, torn: boolean, book: CrashRunbook): Promise<boolean> {
  const trial = newTrial(book.text)
  const armed = { RUNBOOK_CRASH_AT: String(point), ...(torn ? { RUNBOOK_CRASH_TORN: '1' } : {}) }
  const killed = engine.run({ ...startOrder(trial), ...book.answers }, armed)
  if (killed.signal === 'SIGKILL') finish(trial, book, `point ${point}`)
  expectOnce(trial, book, `point ${point}`)
  await remove(trial)
  return killed.signal === 'SIGKILL'
}

/** Resumes until there is nothing left to resume; a run that had not begun yet is started again. */
function finish(trial: Trial, book: CrashRunbook, where: string): void {
  const answers = { ...book.answers, recover: answersLeft(trial, book) }
  const told = engine.run({ verb: 'resume', state: trial.state, ...answers })
  const asked = told.words.filter((word) => word.word === 'asked' && word.what === 'settle')
  expect(asked, `${where}: nothing is in doubt while the supervisor lives`).toEqual([])
  const last = told.words.at(-1)
  if (last?.word === 'refused' && listRuns(trial.state)[0]?.summary?.state !== 'ended') {
    expect(last.code, `at ${where}`).toBe('unknown-run')
    expect(effectsOf(trial), `at ${where}`).toEqual([])
    rmSync(trial.state, { recursive: true, force: true })
    engine.run({ ...startOrder(trial), ...book.answers })
  }
}

function answersLeft(trial: Trial, book: CrashRunbook): NonNullable<EngineOrder['recover']> {
  const folder = runFolder(trial)
  const all = book.answers?.recover ?? []
  if (folder === undefined) return all
  return all.slice(readJournal(folder).records.filter(({ type }) => type === 'recovered').length)
}

function expectOnce(trial: Trial, book: CrashRunbook, where: string): void {
  expect(effectsOf(trial), `at ${where}`).toEqual(book.effects)
  const [listed] = listRuns(trial.state)
  expect(listed, `at ${where}`).toMatchObject({ state: 'ended', summary: { result: 'resolved' } })
  expect(readJournal(listed?.folder ?? '').chain.torn).toBe(0)
}

async function remove(trial: Trial): Promise<void> {
  await sleep(0)
  rmSync(trial.folder, { recursive: true, force: true })
}
