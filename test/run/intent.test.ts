import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { buildEngine, effectsOf, newTrial, runFolder, startOrder, type BuiltEngine } from './engine.ts'
import { trials } from '../helpers/trials.ts'

const hasStrace = spawnSync('strace', ['-V']).status === 0
const steps = 20
const everyStep = Array.from({ length: steps }, (_, step) => String(step + 1))

let engine: BuiltEngine
beforeAll(async () => {
  engine = await buildEngine()
})
afterAll(() => engine.remove())

const steppingRunbook = `---
id: ST-020
title: Many steps
inputs:
  EFFECTS: { type: path }
---

# Many steps

## All of them
${Array.from({ length: steps }, (_, step) => `\n\`\`\`bash action\necho ${step + 1} >> "$EFFECTS"\n\`\`\`\n`).join('')}`

const besideRunbook = `---
id: ST-021
title: Side by side
inputs:
  EFFECTS: { type: path }
---

# Side by side

## All of them

**Side by side**
${Array.from({ length: 6 }, (_, step) => `\n\`\`\`bash read\necho ${step + 1} >> "$EFFECTS"\n\`\`\`\n`).join('')}`

describe('P1: intent before effect', () => {
  test('strace is there to see the order of calls, or this machine is not a CI', () => {
    if (!hasStrace) console.warn('SKIPPED: strace is not installed, so the order of calls is not seen')
    expect(hasStrace || process.env.CI === undefined).toBe(true)
  })

  test.runIf(hasStrace)('the start of each of 20 commands follows the sync of its intent', () => {
    const trial = newTrial(steppingRunbook)
    const log = join(trial.folder, 'calls')
    const wrapper = ['strace', '-f', '-qq', '-y', '-e', 'trace=fdatasync,execve', '-o', log]
    expect(engine.run(startOrder(trial), {}, wrapper).words.at(-1)).toEqual({ word: 'end', how: 'resolved' })
    let synced = 0
    let started = 0
    for (const call of completed(readFileSync(log, 'utf8'))) {
      if (call.includes('journal.jsonl>')) synced += 1
      if (!/execve\("[^"]*\/bash", \["[^"]*bash", "--noprofile"/.test(call)) continue
      started += 1
      expect(synced, `records on disk before command ${started}`).toBeGreaterThanOrEqual(2 * started)
    }
    expect(started).toBe(steps)
    expect(synced).toBe(1 + 2 * steps)
    clear(trial.folder)
  })

  test.runIf(hasStrace)('none of the checks side by side starts before the intents of all are synced', () => {
    const trial = newTrial(besideRunbook)
    const log = join(trial.folder, 'calls')
    const wrapper = ['strace', '-f', '-qq', '-y', '-e', 'trace=fdatasync,execve', '-o', log]
    expect(engine.run(startOrder(trial), {}, wrapper).words.at(-1)).toEqual({ word: 'end', how: 'resolved' })
    const calls = completed(readFileSync(log, 'utf8'))
    const first = calls.findIndex((call) => /execve\("[^"]*\/bash", \["[^"]*bash", "--noprofile"/.test(call))
    const synced = calls.slice(0, first).filter((call) => call.includes('journal.jsonl>'))
    expect(synced).toHaveLength(1 + 6)
    expect(effectsOf(trial).toSorted()).toEqual(['1', '2', '3', '4', '5', '6'])
    clear(trial.folder)
  })

  test('killed at random moments, each step has happened exactly once', async () => {
    for (let trial = 0; trial < trials(30, 3_000); trial++) {
      const after = Math.floor(Math.random() * steps)
      expect(await effectsOfKilled(after), `killed after ${after} effects`).toEqual(everyStep)
    }
  }, 7_200_000)
})

describe('P4, P21: a record that the disk does not take, in a whole run', () => {
  test.runIf(hasStrace).each([2, 3, 8, 9, 40, 41])(
    'sync %i fails: nothing is started after it, and resume does the rest exactly once',
    (at) => {
      const trial = newTrial(steppingRunbook)
      const fault = `inject=fdatasync:error=EIO:when=${at}`
      const wrapper = ['strace', '-qq', '-o', '/dev/null', '-e', 'trace=fdatasync', '-e', fault]
      const told = engine.run(startOrder(trial), {}, wrapper)
      expect(told.words.at(-1)).toMatchObject({
        code: 'lost-disk',
        message: expect.stringContaining('(EIO)'),
      })
      expect(effectsOf(trial)).toEqual(everyStep.slice(0, Math.floor((at - 1) / 2)))
      engine.run({ verb: 'resume', state: trial.state })
      expect(effectsOf(trial)).toEqual(everyStep)
      clear(trial.folder)
    },
  )
})

/** Calls that succeeded, in the order in which they ended; strace splits those that others interrupt. */
function completed(log: string): string[] {
  const begun = new Map<string, string>()
  return log.split('\n').flatMap((line) => {
    const [, pid = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(text)?.[1]
    if (unfinished !== undefined) begun.set(pid, unfinished)
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1]
    const whole = resumed === undefined ? text : `${begun.get(pid) ?? ''}${resumed}`
    return unfinished === undefined && whole.endsWith('= 0') ? [whole] : []
  })
}

/** Kills the engine a moment after so many commands have run, resumes it, and gives all that the commands left. */
async function effectsOfKilled(after: number): Promise<string[]> {
  const trial = newTrial(steppingRunbook)
  const child = engine.start(startOrder(trial))
  child.stdout?.resume()
  while (effectsOf(trial).length < after || runFolder(trial) === undefined) await sleep(1)
  await sleep(Math.random() * 20)
  child.kill('SIGKILL')
  const last = engine.run({ verb: 'resume', state: trial.state }).words.at(-1)
  const began = last?.word !== 'refused' || effectsOf(trial).length > 0
  const effects = began ? effectsOf(trial) : everyStep
  clear(trial.folder)
  return effects
}
