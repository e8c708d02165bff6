import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
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
      const points = await crashEverywhere(book, false)
      expect(points).toBeGreaterThan(15)
      expect(points).toBeLessThan(tooMany)
    },
    240_000,
  )

  test('with a torn last line, at every write of a run', async () => {
    const { rollback } = crashRunbooks
    if (rollback === undefined) throw new Error('no such runbook')
    expect(await crashEverywhere(rollback, true)).toBeGreaterThan(15)
    expect(torn).toBeGreaterThan(5)
  }, 240_000)
})

/** Writes that were cut in the middle so far. */
let torn = 0

/** Kills a run of its own at each point, two at a time; gives the first point that no run comes to. */
async function crashEverywhere(book: CrashRunbook, tear: boolean): Promise<number> {
  let next = 1
  let end = tooMany
  const lane = async (): Promise<void> => {
    for (let point = next++; point < end; point = next++) {
      if (!(await crashAt(point, tear, book))) end = Math.min(end, point)
    }
  }
  await Promise.all([lane(), lane()])
  return end
}

/** One trial; false when the run ended before it came to the point. */
async function crashAt(point: number, tear: boolean, book: CrashRunbook): Promise<boolean> {
  const trial = newTrial(book.text)
  const armed = { RUNBOOK_CRASH_AT: String(point), ...(tear ? { RUNBOOK_CRASH_TORN: '1' } : {}) }
  const killed = (await engine.runBeside({ ...startOrder(trial), ...book.answers }, armed)).signal
  const isTried = killed === null || !tear || isTorn(trial)
  if (isTried && killed !== null) await finish(trial, book, `point ${point}`)
  if (isTried) expectOnce(trial, book, `point ${point}`)
  clear(trial.folder)
  return killed === 'SIGKILL'
}

/** Whether the kill cut a record; a point at which nothing is written tears nothing, and is tried whole. */
function isTorn(trial: Trial): boolean {
  const folder = runFolder(trial)
  const cut = folder !== undefined && readJournal(folder).chain.torn > 0
  if (cut) torn += 1
  return cut
}

/** Resumes until there is nothing left to resume; a run that had not begun yet is started again. */
async function finish(trial: Trial, book: CrashRunbook, where: string): Promise<void> {
  const answers = { ...book.answers, recover: answersLeft(trial, book) }
  const said = await engine.runBeside({ verb: 'resume', state: trial.state, ...answers })
  const asked = said.words.filter((word) => word.word === 'asked' && word.what === 'settle')
  expect(asked, `${where}: nothing is in doubt while the supervisor lives`).toEqual([])
  const last = said.words.at(-1)
  if (last?.word === 'refused' && listRuns(trial.state)[0]?.summary?.state !== 'ended') {
    expect(last.code, `at ${where}`).toBe('unknown-run')
    expect(effectsOf(trial), `at ${where}`).toEqual([])
    clear(trial.state)
    await engine.runBeside({ ...startOrder(trial), ...book.answers })
  }
}

function answersLeft(trial: Trial, book: CrashRunbook): NonNullable<EngineOrder['recover']> {
  const folder = runFolder(trial)
  const all = book.answers?.recover ?? []
  if (folder === undefined) return all
  return all.slice(readJournal(folder).records.filter(({ type }) => type === 'recovered').length)
}

function expectOnce(trial: Trial, book: CrashRunbook, where: string): void {
  const effects = effectsOf(trial)
  expect(book.anyOrder ? effects.toSorted() : effects, `at ${where}`).toEqual(book.effects)
  const [listed] = listRuns(trial.state)
  expect(listed, `at ${where}`).toMatchObject({ state: 'ended', summary: { result: 'resolved' } })
  expect(readJournal(listed?.folder ?? '').chain.torn).toBe(0)
}
