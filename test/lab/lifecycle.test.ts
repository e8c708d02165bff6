import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { testLab, withLab } from './fixture.ts'
import { identityOf } from './shared/identity.ts'
import * as program from './memory-service/lab.ts'

const lives = (pid: number) => identityOf(pid) !== undefined

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'))
  onTestFinished(async () => {
    await program.down(join(folder, 'lab'))
    clear(folder)
  })
  return join(folder, 'lab')
}

const servicePid = async (lab: { run(script: string): Promise<{ stdout: string }> }) =>
  Number((await lab.run('pgrep -x memory-service')).stdout)

describe('a lab', () => {
  test('gives a run what it needs, keeps its secrets to itself and leaves no process behind', async () => {
    const folder = scratch()
    const file = await program.up(folder)
    const pid = await servicePid(testLab(program, folder, file))
    expect(file).toMatchObject({ name: 'memory-service', fault: null, inputs: { INSTALL: 'systemd' } })
    expect(file.inputs.METRICS_URL).toBe(`http://127.0.0.1:${file.port}`)
    expect(Object.keys(file.secrets)).toEqual(['ADMIN_TOKEN', 'TURSO_AUTH_TOKEN'])
    expect(Object.values(file.secrets).every((secret) => secret.length >= 16)).toBe(true)
    expect(statSync(join(folder, 'lab.json')).mode & 0o777).toBe(0o600)
    expect([lives(file.pid), lives(pid)]).toEqual([true, true])
    expect(await program.down(folder)).toBe(true)
    expect([lives(file.pid), lives(pid)]).toEqual([false, false])
    expect(await program.down(folder)).toBe(false)
    expect(program.status(folder)).toBeUndefined()
  })

  test('that runs is kept by a second start, and takes the fault that this one names', async () => {
    await withLab(program, undefined, async (lab) => {
      expect((await program.up(lab.folder)).pid).toBe(lab.file.pid)
      expect(await program.up(lab.folder, 'corrupt-cache')).toMatchObject({
        pid: lab.file.pid,
        fault: 'corrupt-cache',
      })
      expect(await program.check(lab.folder, 'corrupt-cache')).toBe(true)
    })
  })

  test('is put back as it was: files, database, settings and service', async () => {
    await withLab(program, 'bad-release', async (lab) => {
      const config = readFileSync(lab.file.inputs.CONFIG ?? '', 'utf8')
      await lab.run(`echo '# mine' >> "$CONFIG"; systemctl set-environment RUST_LOG=debug`)
      await lab.run(
        'turso db shell "$TURSO_DATABASE_NAME" "DELETE FROM patterns"; systemctl stop memory-service',
      )
      expect(await program.setFault(lab.folder, null)).toMatchObject({ fault: null, pid: lab.file.pid })
      expect(readFileSync(lab.file.inputs.CONFIG ?? '', 'utf8')).toBe(config)
      const seen = await lab.run(`memory-service --version; systemctl show-environment
        turso db shell "$TURSO_DATABASE_NAME" 'SELECT count(*) FROM patterns'; curl -fsS "$METRICS_URL/health/ready"`)
      expect(seen.stdout).toMatch(/^v0\.1\.0\ncount\(\*\)\n2000\n\{"status":"healthy"/)
    })
  })

  test('runs beside another without touching it', async () => {
    await withLab(program, undefined, async (one) => {
      await withLab(program, 'process-down', async (other) => {
        expect(other.file.port).not.toBe(one.file.port)
        const pid = await servicePid(one)
        expect((await other.run('pgrep memory-service')).code).toBe(1)
        expect((await other.run('pkill -9 memory-service')).code).toBe(1)
        expect((await other.run('systemctl start memory-service')).code).toBe(0)
        expect(await servicePid(other)).not.toBe(pid)
        await other.run('sudo pkill -9 memory-service')
        expect(lives(pid)).toBe(true)
        expect(await program.check(one.folder, 'process-down')).toBe(false)
      })
    })
  })

  test('whose keeper was killed is ended whole, and starts again', async () => {
    const folder = scratch()
    const first = await program.up(folder)
    const pid = await servicePid(testLab(program, folder, first))
    process.kill(first.pid, 'SIGKILL')
    while (lives(first.pid)) await new Promise((resolve) => setTimeout(resolve, 10))
    expect([program.status(folder), lives(pid)]).toEqual([undefined, true])
    expect(await testLab(program, folder, first).run('systemctl status memory-service')).toMatchObject({
      code: 1,
    })
    const second = await program.up(folder)
    expect(second.pid).not.toBe(first.pid)
    expect(lives(pid)).toBe(false)
    expect(await program.check(folder, 'process-down')).toBe(false)
  })

  test('that hangs at its end is ended all the same', async () => {
    const folder = scratch()
    const file = await program.up(folder, 'hang-at-shutdown')
    const pid = await servicePid(testLab(program, folder, file))
    await program.down(folder)
    expect([lives(file.pid), lives(pid)]).toEqual([false, false])
  })

  test('ends by identity, never by number alone', async () => {
    const folder = scratch()
    const stranger = spawn('sleep', ['60'])
    onTestFinished(() => void stranger.kill('SIGKILL'))
    await once(stranger, 'spawn')
    const pid = stranger.pid ?? 0
    mkdirSync(join(folder, 'run', 'instances'), { recursive: true })
    writeFileSync(join(folder, 'lab.json'), JSON.stringify({ pid, started: '1' }))
    writeFileSync(join(folder, 'run', 'instances', String(pid)), '1\n80\nmemory-service\n')
    expect(await program.down(folder)).toBe(false)
    expect(lives(pid)).toBe(true)
  })

  test('takes no folder that is not its own, and no fault that it does not know', async () => {
    const folder = scratch()
    mkdirSync(folder)
    writeFileSync(join(folder, 'letter.txt'), 'mine')
    await expect(program.up(folder)).rejects.toThrow('is neither empty nor the folder of a lab')
    expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('mine')
    await expect(program.up(folder, 'slow')).rejects.toThrow('has no fault `slow`')
    await expect(program.setFault(folder, 'slow-storage')).rejects.toThrow('no lab runs in')
  })
})
