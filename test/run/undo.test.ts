import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { clear } from '../helpers/clear.ts'
import { forgetEnd } from '../helpers/commands.ts'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { auditEvents } from '../../engine/machine/index.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { factOf, isFact, journalPath, readJournal, type SealedRecord } from '../../engine/run/reading.ts'
import { readRun } from '../../engine/run/resume.ts'
import { sealedRecord } from '../../schemas/journal.ts'
import type { EngineOrder } from './engine-child.ts'
import {
  buildEngine,
  newTrial,
  runFolder,
  startOrder,
  type BuiltEngine,
  type Told,
  type Trial,
} from './engine.ts'

let engine: BuiltEngine
beforeAll(async () => {
  engine = await buildEngine()
})
afterAll(() => engine.remove())

const page = `---
id: UN-001
title: Raise the limits
inputs:
  EFFECTS: { type: path }
---

# Raise the limits

## Raise them

> [!WARNING]
> Takes effect at once.

\`\`\`toml edit file=$EFFECTS
[queue]
workers = 8
\`\`\`

\`\`\`expect
output contains "+workers = 8"
\`\`\`

\`\`\`bash action
grep workers "$EFFECTS" >> "$EFFECTS.seen"
\`\`\`

\`\`\`bash verify
test -e "$EFFECTS.restored"
\`\`\`

\`\`\`bash rollback
grep workers "$EFFECTS" >> "$EFFECTS.seen"
\`\`\`

**If it fails** → [Go on](#go-on)

---

## Go on

\`\`\`bash read
true
\`\`\`
`

const before = '# mine: keep\n[queue]\nworkers = 3 # was 2\n\ntoken = "x"\n'
const answers = { yes: true, recover: ['roll-back', 'follow'] }

const trials: Trial[] = []
afterEach(() => {
  for (const { folder } of trials.splice(0)) clear(folder)
})

function trialOf(text = page): Trial {
  const trial = newTrial(text)
  writeFileSync(trial.effects, before)
  chmodSync(trial.effects, 0o640)
  trials.push(trial)
  return trial
}

function recordsOf(trial: Trial): readonly SealedRecord[] {
  const folder = runFolder(trial)
  return folder === undefined || !existsSync(journalPath(folder)) ? [] : readJournal(folder).records
}

function expectUndone(trial: Trial, where = ''): void {
  expect(readFileSync(trial.effects, 'utf8'), where).toBe(before)
  expect(statSync(trial.effects).mode & 0o777, where).toBe(0o640)
  const seen = readFileSync(`${trial.effects}.seen`, 'utf8')
  expect(seen, `${where}: the rollback reads the old file`).toBe('workers = 8 # was 2\nworkers = 3 # was 2\n')
}

const settled = (told: Told) => told.words.filter((word) => word.word === 'asked' && word.what === 'settle')

test('a change is undone to the byte with its mode, before the rollback blocks run, by its own confirmation', async () => {
  const trial = trialOf()
  expect(engine.run({ ...startOrder(trial), ...answers }).words.at(-1)).toMatchObject({ how: 'resolved' })
  expectUndone(trial)

  const records = recordsOf(trial)
  for (const record of records) expect(sealedRecord.parse(record)).toEqual(record)
  const rolling = records.flatMap((record) =>
    'purpose' in record && record.purpose === 'rollback' && 'block' in record
      ? [`${record.type} ${record.block}`]
      : [],
  )
  expect(rolling).toEqual([
    'confirmed 0',
    'intended 0',
    'attempted 0',
    'confirmed 3',
    'intended 3',
    'attempted 3',
  ])
  const confirmed = records.flatMap((record) =>
    record.type === 'confirmed' && record.block === 0 ? [record.digest] : [],
  )
  expect(new Set(confirmed).size).toBe(2)
  const { machine } = await readRun(runFolder(trial) ?? '', (source) =>
    Promise.resolve(parseRunbook(source).runbook),
  )
  expect(auditEvents(machine, records.filter(isFact).map(factOf))).toEqual([])
})

test('what somebody else made of the file is not undone, and nobody is asked to confirm it', () => {
  const trial = trialOf(page.replace(/^\*\*If it fails.*$/m, ''))
  engine.run({ ...startOrder(trial), yes: true })
  expect(engine.run(order(trial, { recover: ['roll-back'] })).words.at(-1)).toMatchObject({
    how: 'unanswered',
  })
  expect(readFileSync(trial.effects, 'utf8')).toContain('workers = 8')
  writeFileSync(trial.effects, 'somebody = "else"\n')
  expect(engine.run(order(trial, { yes: true })).words.at(-1)).toMatchObject({ how: 'failed' })
  expect(readFileSync(trial.effects, 'utf8')).toBe('somebody = "else"\n')
  expect(recordsOf(trial).findLast(({ type }) => type === 'denied')).toMatchObject({
    purpose: 'rollback',
    detail: expect.stringMatching(/was changed by somebody else meanwhile/) as string,
  })
})

function order(trial: Trial, more: Partial<EngineOrder>): EngineOrder {
  return { verb: 'resume', state: trial.state, ...more }
}

describe('killed at every point of putting a file back, together with what the supervisor runs', () => {
  test.each([
    ['was put back', before],
    ['was not', before.replace('= 3', '= 8')],
  ])(
    'the file says itself that it %s',
    async (_, holds) => {
      let inDoubt = 0
      for (let point = firstUndoing(); ; point += 1) {
        const trial = killedAt(point)
        if (!isUndoing(trial)) break
        await losePower(trial)
        writeFileSync(trial.effects, holds)
        inDoubt += 1
        const told = engine.run(order(trial, { yes: true, recover: ['follow'] }))
        expect(settled(told), `point ${point}`).toEqual([])
        expect(told.words.at(-1), `point ${point}`).toMatchObject({ how: 'resolved' })
        expectUndone(trial, `point ${point}`)
      }
      expect(inDoubt).toBeGreaterThanOrEqual(5)
    },
    240_000,
  )
})

function killedAt(point: number): Trial {
  const trial = trialOf()
  engine.run({ ...startOrder(trial), ...answers }, { RUNBOOK_CRASH_AT: String(point) })
  return trial
}

/** The first point at which the intent to undo is in the journal: every later one has it too. */
function firstUndoing(): number {
  let [before, after] = [0, 200]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    const records = recordsOf(killedAt(middle))
    const has = records.some((record) => record.type === 'intended' && record.purpose === 'rollback')
    if (has) after = middle
    else before = middle
  }
  return after
}

/** Whether the last thing that the journal knows is that the edit was about to be undone. */
function isUndoing(trial: Trial): boolean {
  const last = recordsOf(trial).at(-1)
  return last?.type === 'intended' && last.purpose === 'rollback' && last.block === 0
}

/** Ends the supervisor and whatever it runs, and takes away what it may have written of the end of the undoing. */
async function losePower(trial: Trial): Promise<void> {
  const folder = runFolder(trial) ?? ''
  const running = () => readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && belongsTo(pid, folder))
  for (const pid of running()) process.kill(Number(pid), 'SIGKILL')
  while (running().length > 0) await sleep(5)
  const output = join(folder, 'output')
  const undo = readdirSync(output).findLast(
    (name) => name.endsWith('.backup.json') && isUndo(join(output, name)),
  )
  if (undo !== undefined) forgetEnd(folder, undo.replace('.backup.json', ''))
}

function isUndo(path: string): boolean {
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly undo?: true }).undo === true
}

function belongsTo(pid: string, folder: string): boolean {
  try {
    const [argv, environment] = ['cmdline', 'environ'].map((name) =>
      readFileSync(join('/proc', pid, name), 'utf8'),
    )
    const run = `RUNBOOK_RUN_ID=${basename(folder)}`
    return argv?.split('\0').includes(folder) === true || environment?.split('\0').includes(run) === true
  } catch {
    return false
  }
}
