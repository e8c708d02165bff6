import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBlock, openBench, type Bench } from '../helpers/commands.ts'

const grace = 300
const timeout = 400
/** Two seconds on a machine with nothing else to do; what does not end at all takes a minute. */
const slack = 15_000

/** P10: twelve ways of not ending. Each writes the pids that must be gone to the file `pids`. */
const shapes: Readonly<Record<string, string>> = {
  exec: 'exec sleep 61',
  'a shell in a shell': "sh -c 'sleep 61; true'",
  pipeline: 'sleep 61 | cat | cat',
  background: 'sleep 61 & sleep 62',
  nohup: 'nohup sleep 61 & wait',
  setsid: 'setsid sleep 61 & sleep 62',
  'double fork': '(setsid sh -c "sleep 61 & sleep 62" &) ; sleep 63',
  'TERM ignored': "trap '' TERM; while :; do sleep 0.2; done",
  'TERM ignored by everybody': `python3 -c 'import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(61)'`,
  'stopped process': 'sleep 61 & kill -STOP $!; kill -STOP $$; wait',
  'loop of 200 forks': 'for i in $(seq 200); do sleep 61 & done; wait',
  'pipe held by a session of its own': 'setsid sleep 61 & disown; exec sleep 62',
}

let bench: Bench

beforeAll(async () => {
  bench = openBench({}, { grace })
  await bench.run('true')
})
afterAll(() => bench.close())

describe.each(Object.entries(shapes))('%s', (_, script) => {
  test.each(['timed-out', 'stopped'] as const)('is %s within its bound, and nothing is left', async (how) => {
    const limit = how === 'timed-out' ? timeout : 60_000
    const running = await bench.start(makeBlock(script, { options: { timeout: limit } }))
    const from = performance.now()
    if (how === 'stopped') setTimeout(() => running.stop(), timeout)
    const outcome = await running.outcome
    expect(performance.now() - from).toBeLessThan(timeout + grace + slack)
    expect(outcome.ended).toBe(how)
    expect(outcome.survivors).toBeUndefined()
    expect(alive(running.pid, `RUNBOOK_RUN_ID=${basename(bench.folder)}`)).toEqual([])
  })
})

test('a process that hides its marker is outside of what can be bounded, and its group is still gone', async () => {
  const pids = join(bench.folder, 'hidden')
  const script = `env -i setsid sleep 3 & echo $! > "${pids}"; sleep 60`
  const outcome = await bench.run(makeBlock(script, { options: { timeout } }))
  expect(outcome.ended).toBe('timed-out')
  expect(existsSync(`/proc/${readFileSync(pids, 'utf8').trim()}`)).toBe(true)
})

test('a command that exits 0 and leaves a process behind is done after the settle, and the process lives on', async () => {
  const outcome = await bench.run('nohup sh -c "sleep 4; echo late; echo later; touch alive" & echo done')
  expect(existsSync(join(bench.folder, 'alive'))).toBe(false)
  expect(outcome).toMatchObject({ ended: 'exited', code: 0, stdout: { head: 'done\n' } })
  expect(outcome.survivors?.length).toBeGreaterThan(0)
  expect(outcome.notices?.[0]).toMatch(/goes on running/)
  await expect.poll(() => existsSync(join(bench.folder, 'alive')), { timeout: 20_000 }).toBe(true)
})

test('a background process that holds no output is not waited for', async () => {
  const outcome = await bench.run('sleep 20 > /dev/null 2>&1 & true')
  expect(Date.parse(outcome.endedAt) - Date.parse(outcome.startedAt)).toBeLessThan(15_000)
  expect(outcome.code).toBe(0)
})

test('what TERM makes a command say and hand on is kept', async () => {
  const script = `trap 'echo cleaned; exit 7' TERM; echo "a=1" >> $RUNBOOK_OUTPUT; while :; do sleep 0.05; done`
  const outcome = await bench.run(makeBlock(script, { options: { timeout } }))
  expect(outcome).toMatchObject({
    ended: 'timed-out',
    code: 7,
    stdout: { head: 'cleaned\n' },
    values: { a: '1' },
  })
})

/**
 * Command lines of the processes of a group, and of those that carry a variable: seen without the engine's own eyes,
 * which may be what is wrong. The supervisor carries none.
 */
function alive(group: number, variable: string): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      const [state, , member] = read(pid, 'stat')
        .replace(/^.*\) /s, '')
        .split(' ')
      const isOurs = Number(member) === group || read(pid, 'environ').split('\0').includes(variable)
      return isOurs && state !== 'Z' && state !== 'X'
    })
    .map((pid) => read(pid, 'cmdline').replaceAll('\0', ' '))
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'latin1')
  } catch {
    return ''
  }
}
