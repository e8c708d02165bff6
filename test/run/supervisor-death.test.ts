import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { openCommands } from '../../engine/run/command/open.ts'
import { LostCommand } from '../../engine/run/command/overseer.ts'
import { socketAddress } from '../../engine/run/supervisor/protocol.ts'
import { makeBlock, makeRunFolder, openBench, place, type Bench } from '../helpers/commands.ts'

const engine = join(import.meta.dirname, '../helpers/engine.ts')
const key = { place, attempt: 1 }
const ticks = `for i in $(seq 20); do echo "tick $i"; sleep 0.02; done`
const whole = Array.from({ length: 20 }, (_, i) => `tick ${i + 1}\n`).join('')

const commands: readonly (readonly [string, string, string, string])[] = [
  ['a silent command', 'bash', 'sleep 0.4; touch finished', ''],
  ['a chatty command', 'bash', `${ticks}; touch finished`, whole],
  [
    'a script with tee',
    'bash',
    `{ ${ticks}; } | tee copy; cmp copy <(printf '%s' "$(cat copy)"$'\\n'); touch finished`,
    whole,
  ],
  [
    'a Python program',
    'python',
    'import time\nfor i in range(20):\n  print("tick", i + 1, flush=True)\n  time.sleep(0.02)\nopen("finished", "w")',
    whole,
  ],
]

let bench: Bench | undefined
afterEach(async () => {
  await bench?.close()
  bench = undefined
})

/** Starts an engine of its own, kills it some time after its command started, and gives the folder of its run. */
async function killedEngine(language: string, script: string, after: number): Promise<string> {
  const folder = makeRunFolder()
  const child = spawn(process.execPath, [engine, folder, language, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('close', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  await sleep(after)
  child.kill('SIGKILL')
  await gone
  return folder
}

describe.concurrent.each(commands)('%s whose engine is killed', (_, language, script, output) => {
  test.each([0, 150, 1000])('after %i ms ends undisturbed and is adopted without a gap', async (after) => {
    const folder = await killedEngine(language, script, after)
    const resumed = openBench({}, { runDirectory: folder, epoch: 2 })
    const found = await resumed.commands.find(key)
    const outcome =
      found.state === 'running' ? await found.running.outcome : found.state === 'finished' && found.outcome
    expect(outcome).toMatchObject({ ended: 'exited', code: 0 })
    expect(readdirSync(folder)).toContain('finished')
    const kept = join(folder, 'output/0001-try-it.out')
    expect(existsSync(kept) ? readFileSync(kept, 'utf8') : '').toBe(output)
    expect(await resumed.commands.find(key)).toMatchObject({ state: 'finished' })
    await resumed.close()
  })
})

test('a resumed engine sees the output from its beginning, and can stop what it joined', async () => {
  const folder = await killedEngine('bash', 'echo first; sleep 0.2; echo second; sleep 60', 100)
  bench = openBench({}, { runDirectory: folder, epoch: 2 })
  const found = await bench.commands.find(key)
  if (found.state !== 'running') throw new Error(found.state)
  let seen = ''
  found.running.onOutput((_, bytes) => (seen += Buffer.from(bytes).toString()))
  await expect.poll(() => seen).toBe('first\nsecond\n')
  found.running.stop()
  expect(await found.running.outcome).toMatchObject({ ended: 'stopped' })
})

test('the supervisor ends by itself when its engine is gone and nothing runs', async () => {
  const folder = await killedEngine('bash', 'sleep 0.1', 0)
  await expect.poll(() => supervisorOf(folder), { timeout: 4000 }).toBeUndefined()
  expect(readdirSync('/dev/shm').filter((name) => name.startsWith(scratchName(folder)))).toEqual([])
  clear(folder)
})

test('when the supervisor is killed too, nobody knows: the attempt is in doubt', async () => {
  const folder = await killedEngine('bash', 'sleep 1.5; touch finished', 0)
  process.kill(supervisorOf(folder) ?? 0, 'SIGKILL')
  bench = openBench({}, { runDirectory: folder, epoch: 2 })
  const found = await bench.commands.find(key)
  expect(found).toMatchObject({ state: 'unknown' })
  expect(found.state === 'unknown' && found.detail).toMatch(
    /as process \d+, and its supervisor ended before it did; the process still runs/,
  )
})

test('an engine whose supervisor is killed learns it at once', async () => {
  bench = openBench()
  const running = await bench.start(makeBlock('sleep 1'))
  process.kill(supervisorOf(bench.folder) ?? 0, 'SIGKILL')
  await expect(running.outcome).rejects.toThrow(LostCommand)
  expect(await bench.commands.find(key)).toMatchObject({ state: 'unknown' })
  expect((await bench.run('echo again')).code).toBe(0)
})

test('what was never started is known to be so, also behind a torn note', async () => {
  bench = openBench()
  expect(await bench.commands.find(key)).toEqual({ state: 'never-started' })
  await bench.run('true')
  writeFileSync(join(bench.folder, 'commands.jsonl'), '\n{"stem":"0002-try-it","place":{"frame":0,"runb', {
    flag: 'a',
  })
  expect(await bench.commands.find({ place, attempt: 2 })).toEqual({ state: 'never-started' })
  expect(await bench.commands.find(key)).toMatchObject({ state: 'finished', outcome: { code: 0 } })
})

test('what the machine may have lost when it went down is not taken for never started', async () => {
  bench = openBench()
  await bench.run('true')
  const starts = join(bench.folder, 'commands.jsonl')
  const notes = readFileSync(starts, 'utf8')
  writeFileSync(starts, notes.replace(/"openedIn":"[^"]+"/, '"openedIn":"another boot"'))
  expect(await bench.commands.find({ place, attempt: 2 })).toEqual({
    state: 'unknown',
    detail: expect.stringContaining('the machine was started anew since') as unknown,
  })
  expect(await bench.commands.find(key)).toMatchObject({ state: 'finished' })
})

test('an engine of an older epoch is turned away', async () => {
  bench = openBench()
  const old = await bench.prepare(makeBlock('touch old'))
  await bench.commands.start(await bench.prepare(makeBlock('sleep 0.1')), key)
  const young = openBench({}, { runDirectory: bench.folder, epoch: 2 })
  expect(await young.commands.find(key)).toMatchObject({ state: 'running' })
  await expect(bench.commands.start(old, { place, attempt: 2 })).rejects.toThrow(/taken this run over/)
  expect(readdirSync(bench.folder)).not.toContain('old')
  await young.commands.close()
  await expect(openBench({}, { runDirectory: bench.folder }).run('touch old')).rejects.toThrow(
    /taken this run over/,
  )
})

test('a stranger who does not know the key of the run gets nothing and starts nothing', async () => {
  bench = openBench({ 'TOKEN!': 'not-for-strangers' })
  await bench.run('true')
  writeFileSync(join(bench.folder, 'supervisor.key'), 'f'.repeat(64))
  const stranger = openBench({}, { runDirectory: bench.folder })
  await expect(stranger.run('touch strange')).rejects.toThrow(/nothing was started/)
  expect(readdirSync(bench.folder)).not.toContain('strange')
})

test('a squatter on the socket learns no secret', async () => {
  const folder = makeRunFolder()
  let heard = ''
  const squatter = createServer((socket) => {
    socket.on('data', (bytes) => {
      heard += bytes.toString()
      socket.write(`${JSON.stringify({ type: 'hello', nonce: 'n', proof: 'p'.repeat(64) })}\n`)
    })
    socket.on('error', () => undefined)
  }).listen(socketAddress(folder))
  const commands = openBench({ 'TOKEN!': 'not-for-squatters' }, { runDirectory: folder })
  await expect(commands.run('true')).rejects.toThrow(/nothing was started/)
  expect(heard).toContain('hello')
  expect(heard).not.toContain('not-for-squatters')
  squatter.close()
  clear(folder)
})

test('only what was made ready can be started', async () => {
  bench = openBench()
  const command = await bench.prepare(makeBlock('true'))
  await expect(bench.commands.start({ ...command }, key)).rejects.toThrow(/as it was made ready/)
  expect(typeof openCommands).toBe('function')
})

function supervisorOf(folder: string): number | undefined {
  return readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .find((pid) => commandLine(pid).endsWith(`supervisor/main.ts\0${folder}\0`))
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function scratchName(folder: string): string {
  return `runbook-${socketAddress(folder).slice(-8)}-`
}
