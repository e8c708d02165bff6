import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { sealedRecord } from '../../schemas/journal.ts'
import { auditEvents, replay } from '../../engine/machine/index.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { factOf, isFact, readJournal, type SealedRecord } from '../../engine/run/reading.ts'
import { readRun } from '../../engine/run/resume.ts'
import { listRuns } from '../../engine/run/store.ts'
import type { Source } from '../../engine/source.ts'
import {
  buildEngine,
  effectsOf,
  newTrial,
  runFolder,
  startOrder,
  wordsOf,
  type BuiltEngine,
  type Told,
  type Trial,
} from './engine.ts'

let engine: BuiltEngine
const trials: Trial[] = []
/** Trials whose pinned runbook a test has changed. */
const spoiled = new Set<Trial>()
beforeAll(async () => {
  engine = await buildEngine()
})
afterAll(() => {
  engine.remove()
  for (const { folder } of trials) clear(folder)
})

function trialOf(body: string): Trial {
  const trial = newTrial(`---
id: RS-001
title: A run
inputs:
  EFFECTS: { type: path }
---

# A run
${body}`)
  trials.push(trial)
  return trial
}

const slow = (body = ''): string => `
## Act

\`\`\`bash action
echo started >> "$EFFECTS"
sleep 1
echo ended >> "$EFFECTS"
\`\`\`
${body}`

async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 15_000
  while (!what()) {
    if (Date.now() > end) throw new Error('it never came to that')
    await sleep(10)
  }
}

/** Starts a run, waits until its command has begun, and signals the engine. */
async function signalMidStep(trial: Trial, ...signals: readonly NodeJS.Signals[]): Promise<void> {
  const child = engine.start(startOrder(trial))
  child.stdout?.resume()
  await until(() => effectsOf(trial).includes('started'))
  for (const signal of signals) {
    child.kill(signal)
    await sleep(50)
  }
  await until(() => child.exitCode !== null || child.signalCode !== null)
}

/** Kills the supervisor of a run and everything that it started, as power loss would; or the supervisor alone. */
function killSupervisor(trial: Trial, alone = false): void {
  const folder = runFolder(trial) ?? ''
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (belongsTo(pid, folder, alone)) kill(Number(pid))
  }
}

/** Ends a process that may have ended meanwhile, because another one of the run was. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function belongsTo(pid: string, folder: string, alone: boolean): boolean {
  try {
    const run = `RUNBOOK_RUN_ID=${folder.split('/').at(-1) ?? ''}`
    const argv = readFileSync(join('/proc', pid, 'cmdline'), 'utf8')
    if (argv.split('\0').includes(folder)) return true
    const environment = readFileSync(join('/proc', pid, 'environ'), 'utf8')
    return !alone && environment.split('\0').includes(run)
  } catch {
    return false
  }
}

function recordsOf(trial: Trial): readonly SealedRecord[] {
  return readJournal(runFolder(trial) ?? '').records
}

function typesOf(trial: Trial): string[] {
  return recordsOf(trial).map(({ type }) => type)
}

function resume(trial: Trial, more: object = {}): Told {
  return engine.run({ verb: 'resume', state: trial.state, ...more })
}

const ended = (how: string): object => ({ word: 'end', how })

describe('P11: the engine dies, the command does not', () => {
  test('killed in the middle of an action: resume waits for the very same command', async () => {
    const trial = trialOf(slow())
    await signalMidStep(trial, 'SIGKILL')
    expect(listRuns(trial.state)[0]).toMatchObject({ state: 'interrupted', summary: { section: 'act' } })
    expect(resume(trial).words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started', 'ended'])
    expect(typesOf(trial)).toEqual(['began', 'intended', 'resumed', 'attempted'])
  })

  test('resumed after the command has ended: its outcome is adopted', async () => {
    const trial = trialOf(slow())
    await signalMidStep(trial, 'SIGKILL')
    await until(() => effectsOf(trial).includes('ended'))
    await sleep(300)
    expect(resume(trial).words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started', 'ended'])
    const attempted = recordsOf(trial).find((record) => record.type === 'attempted')
    expect(attempted).toMatchObject({ outcome: { ended: 'exited', code: 0 }, attempt: 1 })
  })
})

describe('P2: in doubt means stop', () => {
  async function doubtful(body: string): Promise<Trial> {
    const trial = trialOf(slow(body))
    await signalMidStep(trial, 'SIGKILL')
    killSupervisor(trial)
    await sleep(50)
    return trial
  }

  test('nobody to ask, nothing to verify with: the run rests, nothing is started', async () => {
    const trial = await doubtful('')
    for (const unattended of [false, true]) {
      const { words } = resume(trial, { unattended })
      expect(words).toContainEqual({ word: 'asked', what: 'settle', section: 'act' })
      expect(words.at(-1)).toMatchObject({
        how: 'unanswered',
        reason: expect.stringContaining('it is unknown whether'),
      })
    }
    expect(effectsOf(trial)).toEqual(['started'])
    expect(typesOf(trial).filter((type) => type === 'doubted')).toHaveLength(1)
  })

  test('the operator says that it is done', async () => {
    const trial = await doubtful('')
    expect(resume(trial, { settle: 'done' }).words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started'])
  })

  test('the operator has it repeated', async () => {
    const trial = await doubtful('')
    expect(resume(trial, { settle: 'retry' }).words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started', 'started', 'ended'])
  })

  test('a verification that holds settles it without a question', async () => {
    const trial = await doubtful('\n```bash verify\ngrep -q started "$EFFECTS"\n```\n')
    const { words } = resume(trial)
    expect(words.filter(({ word }) => word === 'asked')).toEqual([])
    expect(words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started'])
    const purposes = recordsOf(trial).flatMap((record) =>
      record.type === 'intended' ? [record.purpose] : [],
    )
    expect(purposes).toEqual(['work', 'settle', 'work'])
  })

  test('what goes on without its supervisor is waited for before anything is judged', async () => {
    const trial = trialOf(slow('\n```bash verify\ngrep -q started "$EFFECTS"\n```\n'))
    await signalMidStep(trial, 'SIGKILL')
    killSupervisor(trial, true)
    await sleep(50)
    expect(effectsOf(trial)).toEqual(['started'])
    expect(resume(trial).words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started', 'ended'])
  })

  test('the run rests when the time of such a command is out, and goes on when it has ended', async () => {
    const act = '```bash action timeout=1s\necho started >> "$EFFECTS"\nsleep 30\n```'
    const trial = trialOf(`\n## Act\n\n${act}\n\n\`\`\`bash verify\ngrep -q started "$EFFECTS"\n\`\`\`\n`)
    await signalMidStep(trial, 'SIGKILL')
    killSupervisor(trial, true)
    expect(resume(trial).words.at(-1)).toMatchObject({
      how: 'operator',
      reason: expect.stringMatching(
        /^the time of `act` is out, and nothing ends its command: .* process \d+/,
      ),
    })
    killSupervisor(trial)
    await sleep(50)
    expect(resume(trial).words.at(-1)).toEqual(ended('resolved'))
  })

  test('a verification that does not hold leads to the question', async () => {
    const trial = await doubtful('\n```bash verify\ngrep -q ended "$EFFECTS"\n```\n')
    const { words } = resume(trial)
    expect(words).toContainEqual({ word: 'asked', what: 'settle', section: 'act' })
    expect(words.at(-1)).toMatchObject({ how: 'unanswered' })
    expect(effectsOf(trial)).toEqual(['started'])
  })

  test('what only looks is simply started again', async () => {
    const trial = trialOf('\n## Look\n\n```bash read\necho started >> "$EFFECTS"\nsleep 1\n```\n')
    await signalMidStep(trial, 'SIGKILL')
    killSupervisor(trial)
    await sleep(50)
    const { words } = resume(trial)
    expect(words.filter(({ word }) => word === 'asked')).toEqual([])
    expect(words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started', 'started'])
  })
})

describe('P12: signals', () => {
  test('the terminal hangs up mid-step: the outcome is recorded, the next step is not started', async () => {
    const trial = trialOf(`${slow()}\n## Next\n\n\`\`\`bash action\necho next >> "$EFFECTS"\n\`\`\`\n`)
    await signalMidStep(trial, 'SIGHUP')
    expect(effectsOf(trial)).toEqual(['started', 'ended'])
    expect(recordsOf(trial).at(-1)).toMatchObject({ type: 'suspended', why: 'hung-up' })
    expect(typesOf(trial)).toEqual(['began', 'intended', 'attempted', 'suspended'])
    expect(resume(trial).words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started', 'ended', 'next'])
  })

  test('TERM leaves the command to its supervisor and rests', async () => {
    const trial = trialOf(slow())
    await signalMidStep(trial, 'SIGTERM')
    expect(effectsOf(trial)).toEqual(['started'])
    expect(recordsOf(trial).at(-1)).toMatchObject({ type: 'suspended', why: 'terminated' })
    expect(resume(trial).words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started', 'ended'])
  })

  test('Ctrl-C once only asks', async () => {
    const trial = trialOf(slow())
    await signalMidStep(trial, 'SIGINT')
    expect(effectsOf(trial)).toEqual(['started', 'ended'])
    expect(listRuns(trial.state)[0]).toMatchObject({ state: 'ended' })
  })

  test('Ctrl-C twice stops the command, records that, and rests', async () => {
    const trial = trialOf(slow())
    await signalMidStep(trial, 'SIGINT', 'SIGINT')
    expect(effectsOf(trial)).toEqual(['started'])
    const [attempted, suspended] = recordsOf(trial).slice(-2)
    expect(attempted).toMatchObject({
      type: 'attempted',
      outcome: { ended: 'stopped' },
      verdict: { held: false },
    })
    expect(suspended).toMatchObject({ type: 'suspended', why: 'interrupted' })
    expect(resume(trial, { recover: ['retry'] }).words.at(-1)).toEqual(ended('resolved'))
    expect(effectsOf(trial)).toEqual(['started', 'started', 'ended'])
  })
})

describe('P7: the definition is pinned', () => {
  const changes: readonly (readonly [string, (trial: Trial) => void, RegExp])[] = [
    [
      'edited',
      (trial) => writeFileSync(trial.runbook, readFileSync(trial.runbook, 'utf8').replace('ended', 'OTHER')),
      /^\+echo OTHER/m,
    ],
    ['renamed', (trial) => renameSync(trial.runbook, `${trial.runbook}.old`), /is gone since the run began/],
    ['deleted', (trial) => rmSync(trial.runbook), /is gone since the run began/],
  ]

  test.each(changes)(
    '%s during the run: the old text runs, and the operator is told',
    async (_, change, said) => {
      const trial = trialOf(
        `\n## First\n\n\`\`\`bash action\necho started >> "$EFFECTS"; sleep 1\n\`\`\`\n\n## Second\n\n\`\`\`bash action\necho ended >> "$EFFECTS"\n\`\`\`\n`,
      )
      await signalMidStep(trial, 'SIGTERM')
      change(trial)
      const { words } = resume(trial)
      expect(words.at(-1)).toEqual(ended('resolved'))
      expect(effectsOf(trial)).toEqual(['started', 'ended'])
      expect(JSON.stringify(words)).toMatch(new RegExp(said.source.replace('^\\+', '\\\\n\\+')))
    },
  )

  test('a pinned copy that was changed is refused', async () => {
    const trial = trialOf(slow())
    await signalMidStep(trial, 'SIGTERM')
    const copies = join(runFolder(trial) ?? '', 'runbooks')
    const [copy = ''] = readdirSync(copies)
    writeFileSync(join(copies, copy), 'something else')
    spoiled.add(trial)
    expect(resume(trial).words.at(-1)).toMatchObject({ word: 'refused', code: 'unreadable-definition' })
  })

  test('another major version of the engine refuses', async () => {
    const trial = trialOf(slow())
    await signalMidStep(trial, 'SIGTERM')
    const { words, status } = resume(trial, { engine: '1.0.0' })
    expect(words.at(-1)).toMatchObject({
      code: 'other-engine',
      message: expect.stringContaining('begun by engine 0.1.0'),
    })
    expect(status).toBe(4)
    expect(effectsOf(trial)[0]).toBe('started')
  })
})

describe('P9: timers survive', () => {
  test('a poll that was due while nobody was there happens at once, and only once', async () => {
    const trial = trialOf(`
## Wait

\`\`\`bash action
echo started >> "$EFFECTS"
\`\`\`

\`\`\`bash verify
echo poll >> "$EFFECTS"
grep -c poll "$EFFECTS"
\`\`\`

\`\`\`expect within=1m every=2s
value >= 2
\`\`\`
`)
    const child = engine.start(startOrder(trial))
    child.stdout?.resume()
    await until(
      () => existsSync(trial.effects) && typesOf(trial).filter((type) => type === 'attempted').length === 2,
    )
    child.kill('SIGKILL')
    await once(child, 'exit')
    await sleep(2100)
    expect(resume(trial).words.at(-1)).toEqual(ended('resolved'))
    const [resumed, waited] = recordsOf(trial).filter(({ type }) => type === 'resumed' || type === 'waited')
    expect(Date.parse(waited?.at ?? '') - Date.parse(resumed?.at ?? '')).toBeLessThan(1000)
    expect(effectsOf(trial)).toEqual(['started', 'poll', 'poll'])
    expect(typesOf(trial).filter((type) => type === 'waited')).toHaveLength(1)
  })
})

describe('P6: a run is taken over', () => {
  test('a holder that was frozen mid-step starts nothing and records nothing when it thaws', async () => {
    const trial = trialOf(`${slow()}\n## Next\n\n\`\`\`bash action\necho next >> "$EFFECTS"\n\`\`\`\n`)
    const child = engine.start(startOrder(trial))
    let said = ''
    child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()))
    await until(() => effectsOf(trial).includes('started'))
    child.kill('SIGSTOP')
    expect(resume(trial).words.at(-1)).toMatchObject({
      code: 'held',
      message: expect.stringMatching(/is held by tester on here \(pid \d+\) since 20/),
    })
    expect(resume(trial, { steal: true }).words.at(-1)).toEqual(ended('resolved'))
    const before = recordsOf(trial)
    child.kill('SIGCONT')
    await once(child, 'exit')
    expect(wordsOf(said).at(-1)).toMatchObject({ word: 'refused', code: 'taken-over' })
    expect(effectsOf(trial)).toEqual(['started', 'ended', 'next'])
    expect(recordsOf(trial)).toEqual(before)
    expect(before.map(({ type }) => type)).toEqual([
      'began',
      'intended',
      'resumed',
      'attempted',
      'intended',
      'attempted',
    ])
    expect(before[2]).toMatchObject({ reason: 'stolen', epoch: 2 })
  })
})

const gated = `
## Act

> [!WARNING]
> Restarts it.

\`\`\`bash action
echo acted >> "$EFFECTS"
\`\`\`
`

describe('P18: what was confirmed is what runs', () => {
  test('another interpreter after the confirmation: back to the gate, and nothing has run', () => {
    const trial = trialOf(gated)
    const afterConfirmation = '9'
    engine.run({ ...startOrder(trial), yes: true }, { RUNBOOK_CRASH_AT: afterConfirmation })
    expect(typesOf(trial)).toEqual(['began', 'confirmed'])
    const folder = join(trial.folder, 'bin')
    mkdirSync(folder)
    copyFileSync('/bin/bash', join(folder, 'bash'))
    const path = { PATH: `${folder}:${process.env.PATH ?? ''}` }
    const { words } = engine.run({ verb: 'resume', state: trial.state }, path)
    expect(words).toContainEqual({ word: 'asked', what: 'confirm', section: 'act' })
    expect(words.at(-1)).toMatchObject({ how: 'unanswered' })
    expect(typesOf(trial)).toEqual(['began', 'confirmed', 'resumed', 'changed', 'suspended'])
    expect(effectsOf(trial)).toEqual([])
    expect(engine.run({ verb: 'resume', state: trial.state, yes: true }, path).words.at(-1)).toEqual(
      ended('resolved'),
    )
    expect(effectsOf(trial)).toEqual(['acted'])
  })
})

describe('P20: silence is no', () => {
  const destroying = gated.replace('[!WARNING]', '[!CAUTION]').replace('Restarts it.', 'Drops `orders`.')

  test.each([
    ['a warning that nobody confirms', gated, {}],
    ['a caution that only --yes answers', destroying, { yes: true }],
    ['a caution whose name is typed wrong', destroying, { yes: true, confirm: { act: 'Orders' } }],
    ['a caution whose text is empty', destroying, { confirm: { act: '' } }],
    ['a caution of another section', destroying, { confirm: { other: 'orders' } }],
    ['nobody, and nobody ever', gated, { unattended: true }],
  ])('%s: the run rests at the gate, nothing has run', (_, body, answers) => {
    const trial = trialOf(body)
    const { words } = engine.run({ ...startOrder(trial), ...answers })
    expect(words.at(-1)).toMatchObject({ how: 'unanswered', reason: 'nobody confirmed the gate of `act`' })
    expect(effectsOf(trial)).toEqual([])
    expect(typesOf(trial)).toEqual(['began', 'suspended'])
  })

  test('the very name passes, and the record says who answered', () => {
    const trial = trialOf(destroying)
    const { words } = engine.run({ ...startOrder(trial), confirm: { act: 'orders' } })
    expect(words.at(-1)).toEqual(ended('resolved'))
    expect(recordsOf(trial)[1]).toMatchObject({ type: 'confirmed', by: '--confirm' })
    expect(effectsOf(trial)).toEqual(['acted'])
  })
})

describe('a stream that does not end by itself', () => {
  const following = (options: string, expectation: string): string => `
## Watch

\`\`\`bash follow ${options}
for i in 1 2 3 4 5 6 7 8 9; do echo "line $i"; sleep 0.3; done; sleep 60
\`\`\`
${expectation}`

  test('is stopped when its expectation holds', () => {
    const trial = trialOf(following('timeout=30s', '\n```expect\noutput contains "line 3"\n```\n'))
    expect(engine.run(startOrder(trial)).words.at(-1)).toEqual(ended('resolved'))
    const attempted = recordsOf(trial).find((record) => record.type === 'attempted')
    expect(attempted).toMatchObject({ outcome: { ended: 'stopped' }, verdict: { held: true } })
  })

  test('fails when its time is up before its expectation holds', () => {
    const trial = trialOf(following('timeout=1s', '\n```expect\noutput contains "line 9"\n```\n'))
    expect(engine.run({ ...startOrder(trial), unattended: true }).words.at(-1)).toEqual(ended('failed'))
  })

  test('without an expectation its time is all that it needs', () => {
    const trial = trialOf(following('timeout=1s', ''))
    expect(engine.run(startOrder(trial)).words.at(-1)).toEqual(ended('resolved'))
  })
})

describe('every record', () => {
  test('P8, P17: replayed twice, the facts give the same bytes, and no gate was passed by', async () => {
    const parse = (source: Source) => Promise.resolve(parseRunbook(source).runbook)
    for (const trial of trials.filter((one) => !spoiled.has(one))) {
      const record = await readRun(runFolder(trial) ?? '', parse)
      const facts = record.reading.records.filter(isFact).map(factOf)
      const [once, again] = [replay(record.machine, facts), replay(record.machine, facts)]
      expect(JSON.stringify(again)).toBe(JSON.stringify(once))
      expect(auditEvents(record.machine, facts)).toEqual([])
    }
  })

  test('that these runs have written is what the schema says', () => {
    const records = trials.flatMap((trial) => (runFolder(trial) === undefined ? [] : recordsOf(trial)))
    expect(records.length).toBeGreaterThan(60)
    for (const record of records)
      expect(sealedRecord.safeParse(record).error, `record ${JSON.stringify(record)}`).toBeUndefined()
  })

  test('stands in files that only the operator can read', () => {
    for (const trial of trials) {
      const listing = execFileSync('find', [trial.state, '-perm', '/077', '!', '-type', 'l'], {
        encoding: 'utf8',
      })
      expect(listing).toBe('')
    }
  })
})
