import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { advance, begin, compileMachine } from '../../engine/machine/index.ts'
import type { Effect } from '../../engine/machine/types.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { isFact, type SealedRecord } from '../../engine/run/reading.ts'
import { sealedRecord } from '../../schemas/journal.ts'

/**
 * Journals that earlier versions of the engine wrote, with the effect that they saw after each fact. A folder a version; a
 * journal is never changed, and new ones are added before a change of the machine.
 */
const folder = join(import.meta.dirname, 'golden')
const journals = globSync('*/*.jsonl', { cwd: folder }).filter((name) => !name.endsWith('.effects.jsonl'))

const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

test('there are some', () => expect(journals.length).toBeGreaterThan(7))

test.each(journals)('%s replays to the very effects that were seen then', (name) => {
  const path = join(folder, name)
  const records = linesOf(path) as SealedRecord[]
  const [began] = records
  if (began?.type !== 'began') throw new Error('no beginning')
  for (const record of records) expect(() => sealedRecord.parse(record)).not.toThrow()
  const runbooks = Object.keys(began.runbooks).map((written) => {
    const text = readFileSync(join(dirname(path), basename(written)), 'utf8')
    return [written, parseRunbook({ path: written, text }).runbook] as const
  })
  const machine = compileMachine(new Map(runbooks), began.start, began.from)
  let turn = begin(machine)
  const effects: Effect[] = [turn.effect]
  for (const { n: _n, epoch: _epoch, hash: _hash, ...fact } of records.filter(isFact)) {
    turn = advance(machine, turn.snapshot, fact)
    effects.push(turn.effect)
  }
  expect(effects).toEqual(linesOf(path.replace(/\.jsonl$/, '.effects.jsonl')))
})
