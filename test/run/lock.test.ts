import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { acquireLock, createLock, isHeld, readHolder } from '../../engine/run/lock.ts'
import { readJournal } from '../../engine/run/reading.ts'
import { scratch, writeJournal } from './journal-fixture.ts'
import { trials } from '../helpers/trials.ts'

const place = scratch()
const children: ChildProcessByStdio<Writable, Readable, null>[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  place.remove()
})

const me = { user: 'ops', host: 'here', pid: process.pid, since: '2026-11-20T12:00:00.000Z' }
let runs = 0

function newRun(): string {
  const folder = writeJournal(place.folder, `RB-001-${++runs}`, 1)
  createLock(folder)
  return folder
}

interface Engine {
  readonly pid: number
  say(line: string): void
  hear(): Promise<string>
  signal(name: NodeJS.Signals): void
}

async function startEngine(): Promise<Engine> {
  const script = join(import.meta.dirname, 'lock-child.ts')
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const hear = async (): Promise<string> => String((await lines.next()).value)
  await hear()
  return {
    pid: child.pid ?? 0,
    say: (line) => child.stdin.write(`${line}\n`),
    hear,
    signal: (name) => child.kill(name),
  }
}

async function race(engines: readonly Engine[]): Promise<readonly string[]> {
  const folder = newRun()
  const barrier = Date.now() + 8
  for (const engine of engines) engine.say(`take ${folder} ${barrier}`)
  const said = await Promise.all(engines.map((engine) => engine.hear()))
  for (const engine of engines) engine.say('release')
  expect(readJournal(folder).records).toHaveLength(2)
  return said.toSorted()
}

const loser = expect.stringMatching(
  /^lost held run `RB-001-\d+` is held by user-\d+ on here \(pid \d+\) since 20/,
)

describe('P6: one writer', () => {
  test('two engines at a barrier: exactly one starts, the other is told who', async () => {
    const engines = await Promise.all([startEngine(), startEngine()])
    for (let trial = 0; trial < trials(60, 1_000); trial++) {
      expect(await race(engines)).toEqual([loser, expect.stringMatching(/^won/)])
    }
  })

  test('five engines at a barrier: exactly one starts', async () => {
    const engines = await Promise.all(Array.from({ length: 5 }, startEngine))
    for (let trial = 0; trial < trials(10, 100); trial++) {
      expect(await race(engines)).toEqual([loser, loser, loser, loser, expect.stringMatching(/^won/)])
    }
  })

  test('the lock of a killed holder is free at once', async () => {
    for (let trial = 0; trial < trials(10, 100); trial++) {
      const folder = newRun()
      const holder = await startEngine()
      holder.say(`take ${folder}`)
      expect(await holder.hear()).toMatch(/^won/)
      expect(() => acquireLock(folder, me)).toThrow(
        `is held by user-${holder.pid} on here (pid ${holder.pid})`,
      )
      holder.signal('SIGKILL')
      const killed = Date.now()
      while (isHeld(folder)) expect(Date.now() - killed).toBeLessThan(10_000)
      acquireLock(folder, me).release()
    }
  })

  test('a frozen holder whose run was stolen appends nothing when it thaws', async () => {
    const [thief, folder] = [await startEngine(), newRun()]
    let holder = await startEngine()
    holder.say(`take ${folder}`)
    await holder.hear()
    for (let trial = 0; trial < trials(10, 100); trial++) {
      holder.say(`keep ${folder}`)
      await sleep(20 + trial)
      holder.signal('SIGSTOP')
      await sleep(5)
      thief.say(`steal ${folder}`)
      expect(await thief.hear()).toMatch(/^won/)
      const before = readJournal(folder).records
      holder.signal('SIGCONT')
      expect(await holder.hear()).toMatch(
        /^lost taken-over run `RB-001-\d+` was taken over by user-\d+ on here/,
      )
      expect(readJournal(folder).records).toEqual(before)
      holder.say(`steal ${folder}`)
      expect(await holder.hear()).toMatch(/^won/)
    }
  })

  test('two thieves at once: the journal stays whole', async () => {
    const engines = await Promise.all([startEngine(), startEngine()])
    for (let trial = 0; trial < trials(10, 100); trial++) {
      const folder = newRun()
      const barrier = Date.now() + 8
      for (const engine of engines) engine.say(`steal ${folder} ${barrier}`)
      const said = await Promise.all(engines.map((engine) => engine.hear()))
      expect(said.filter((text) => text.startsWith('won')).length).toBeGreaterThanOrEqual(1)
      expect(readJournal(folder).chain.torn).toBe(0)
      for (const engine of engines) engine.say('release')
    }
  })

  test('looking at a lock neither takes it nor creates anything', () => {
    const folder = newRun()
    expect(isHeld(folder)).toBe(false)
    const lock = acquireLock(folder, me)
    expect([isHeld(folder), readHolder(folder)]).toEqual([true, me])
    lock.assertHeld()
    lock.release()
    expect(isHeld(folder)).toBe(false)
    expect(isHeld(place.folder)).toBe(false)
  })
})
