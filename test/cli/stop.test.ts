import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readJournal, type SealedRecord } from '../../engine/run/reading.ts'
import { Place, program } from '../helpers/cli.ts'
import { oneStep } from './fixtures.ts'

let place: Place
let engine: ChildProcess | undefined

beforeEach(() => {
  place = new Place()
  const stubborn = "trap '' TERM; echo $$ > pid; for i in $(seq 600); do sleep 0.1; done; touch never"
  place.write(
    'long.md',
    oneStep('LNG-001', `\`\`\`bash action\n${stubborn}\n\`\`\`\n\n\`\`\`bash verify\ntrue\n\`\`\``),
  )
  place.write(
    'stream.md',
    oneStep('LNG-002', '```bash follow timeout=10m\necho $$ > pid; exec tail -f /dev/null\n```'),
  )
  place.write('short.md', oneStep('LNG-003', '```bash read\necho $$ > pid; sleep 1\n```'))
})

afterEach(() => {
  engine?.kill('SIGKILL')
  place.close()
})

/** Starts a run and waits until its command runs; gives the run's id and the command's pid. */
async function started(id: string): Promise<{ readonly run: string; readonly pid: number }> {
  const [node = '', ...main] = program
  engine = spawn(node, [...main, 'run', id, '--non-interactive'], {
    cwd: place.folder,
    env: { ...place.environment },
    stdio: 'ignore',
  })
  const path = join(place.folder, 'pid')
  await expect
    .poll(() => existsSync(path) && readFileSync(path, 'utf8').trim(), { timeout: 20_000 })
    .toMatch(/\d/)
  const [run = ''] = readdirSync(join(place.folder, 'state', 'runs'))
  return { run, pid: Number(readFileSync(path, 'utf8')) }
}

async function killEngine(): Promise<void> {
  const gone = new Promise((done) => engine?.once('exit', done))
  engine?.kill('SIGKILL')
  await gone
}

function lives(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
}

function recordsOf(run: string): readonly SealedRecord[] {
  return readJournal(join(place.folder, 'state', 'runs', run)).records
}

describe('runbook stop', { timeout: 60_000 }, () => {
  it('stops the command that still runs under its supervisor, records how it ended, and says so', async () => {
    const { run, pid } = await started('LNG-001')
    await killEngine()
    expect(lives(pid)).toBe(true)
    const { status, stderr } = await place.run(['stop', run, '--reason', 'wrong host'])
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        'the command of `do-it` was still running and was stopped\n' +
        `stopped ${run}; its record: \`runbook report ${run}\`\n`,
    })
    expect(lives(pid)).toBe(false)
    expect(existsSync(join(place.folder, 'never'))).toBe(false)
    expect(recordsOf(run).slice(-2)).toMatchObject([
      { type: 'attempted', outcome: { ended: 'stopped' }, verdict: { held: false } },
      { type: 'stopped', reason: 'wrong host' },
    ])
    expect((await place.run(['report', run])).stdout).toContain('wrong host')
  })

  it('ends a run stopped, too, whose last command is a stream', async () => {
    const { run, pid } = await started('LNG-002')
    await killEngine()
    expect((await place.run(['stop', run, '--reason', 'seen enough'])).status).toBe(0)
    expect(lives(pid)).toBe(false)
    expect(recordsOf(run).at(-1)).toMatchObject({ type: 'stopped' })
  })

  it('leaves a run as it ended when its last command brought it to an end meanwhile', async () => {
    const { run, pid } = await started('LNG-003')
    await killEngine()
    await expect.poll(() => lives(pid), { timeout: 10_000 }).toBe(false)
    await sleep(200)
    const { status, stderr } = await place.run(['stop', run, '--reason', 'too slow'])
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        'the command of `do-it` had ended meanwhile; its outcome is in the record\n' +
        `${run} had ended meanwhile: resolved; its record: \`runbook report ${run}\`\n`,
    })
    expect(recordsOf(run).at(-1)).toMatchObject({ type: 'attempted', verdict: { held: true } })
  })

  it('refuses while an engine works on the run, and says who', async () => {
    const { run, pid } = await started('LNG-001')
    const { status, stderr } = await place.run(['stop', run, '--reason', 'mine'])
    expect(status).not.toBe(0)
    expect(stderr).toMatch(
      new RegExp(`run \`${run}\` is held by \\S+ on \\S+ \\(pid ${engine?.pid ?? 0}\\) since `),
    )
    expect(lives(pid)).toBe(true)
    await killEngine()
    await place.run(['stop', run, '--reason', 'the end of the test'])
    expect(lives(pid)).toBe(false)
  })
})
