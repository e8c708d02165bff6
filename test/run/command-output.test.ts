import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeBlock, openBench, type Bench } from '../helpers/commands.ts'

let bench: Bench
beforeEach(() => {
  bench = openBench()
})
afterEach(() => bench.close())

function stored(file: string): Buffer {
  return readFileSync(join(bench.folder, 'output', file))
}

function peakMemory(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

test('bytes are stored as they came, both streams apart (P14)', async () => {
  const path = join(bench.folder, 'bytes')
  for (let round = 0; round < 40; round++) {
    const bytes = Buffer.concat([
      randomBytes(round * 997),
      Buffer.from([0, 0xc3, 0x28, 0xf0, 0x9f]),
      Buffer.from('é'),
    ])
    writeFileSync(path, bytes)
    const { stdout, stderr, code } = await bench.run('head -c 100 bytes >&2; cat bytes')
    expect(code).toBe(0)
    expect(stored(stdout.file).equals(bytes)).toBe(true)
    expect(stored(stderr.file).equals(bytes.subarray(0, 100))).toBe(true)
    expect(stdout).toMatchObject({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
  }
})

test('a summary shows whole first and last lines', async () => {
  const { stdout } = await bench.run('seq 1 10000')
  expect(stdout.head.startsWith('1\n2\n')).toBe(true)
  expect(stdout.head.endsWith('\n')).toBe(true)
  expect(stdout.tail).toMatch(/^\d+\n[^]*\n10000\n$/)
  expect(Buffer.byteLength(stdout.head)).toBeLessThanOrEqual(2048)
  const { stdout: middle } = await bench.run('seq 1 700')
  const numbers = (middle.head + middle.tail).trim().split('\n')
  expect(new Set(numbers).size).toBe(numbers.length)
  expect((await bench.run('printf "é%.0s" {1..3000}')).stdout.head).not.toContain('\ufffd')
})

describe('huge output (P13)', () => {
  const size = 256 * 1024 * 1024

  test.each([
    ['in lines', `yes 'a line of ordinary length, as a log has them' | head -c ${size}`],
    ['in one line', `head -c ${size} /dev/zero | tr '\\0' x`],
    ['on both streams', `head -c ${size / 2} /dev/zero & head -c ${size / 2} /dev/zero >&2; wait`],
  ])('256 MiB %s', async (_, script) => {
    const running = await bench.start(makeBlock(`${script.replaceAll('yes', 'yes 2>/dev/null')} || true`))
    let lag = 0
    let last = performance.now()
    const clock = setInterval(() => {
      lag = Math.max(lag, performance.now() - last - 10)
      last = performance.now()
    }, 10)
    let seen = 0
    running.onOutput((_, bytes) => (seen += bytes.length))
    const outcome = await running.outcome
    clearInterval(clock)
    expect(outcome.code).toBe(0)
    expect(outcome.stdout.bytes + outcome.stderr.bytes).toBe(size)
    const sum = execFileSync('sha256sum', [join(bench.folder, 'output', outcome.stdout.file)]).toString()
    expect(outcome.stdout.sha256).toBe(sum.slice(0, 64))
    expect(peakMemory(supervisorOf(bench.folder))).toBeLessThan(200)
    expect(lag).toBeLessThan(5000)
    expect(seen).toBeGreaterThan(0)
    rmSync(join(bench.folder, 'output', outcome.stdout.file))
  })

  test('a listener that takes its time does not slow the command', async () => {
    const running = await bench.start(makeBlock(`head -c ${size / 4} /dev/zero`))
    running.onOutput(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200))
    const { startedAt, endedAt, stdout } = await running.outcome
    expect(stdout.bytes).toBe(size / 4)
    expect(Date.parse(endedAt) - Date.parse(startedAt)).toBeLessThan(20_000)
  })

  test('over the limit output is dropped, and the command goes on', async () => {
    const small = openBench({}, { outputLimit: 1000 })
    const outcome = await small.run('head -c 5000 /dev/zero; echo "a=1" >> "$RUNBOOK_OUTPUT"')
    expect(outcome).toMatchObject({ code: 0, stdout: { bytes: 1000 }, values: { a: '1' } })
    expect(outcome.notices).toEqual(['4000 bytes of output over the limit were not kept'])
    await small.close()
  })
})

describe('a declared secret (P24)', () => {
  const secret = `s3cret-'"$\\value-${'x'.repeat(20)}`

  test('is in no file, no argument and no message, however the command ends', async () => {
    const own = openBench({ 'TOKEN!': secret })
    const scripts = [
      'echo "$TOKEN"; echo "$TOKEN" >&2; echo -n "$TOKEN" | base64',
      'printf %s "${TOKEN:0:10}"; sleep 0.05; printf %s "${TOKEN:10}"; exit 3',
      'echo "a=$TOKEN" >> "$RUNBOOK_OUTPUT"; export COPY="$TOKEN"; cd /; mkdir -p "/tmp/$(echo -n "$TOKEN" | base64 -w0)"; cd "/tmp/$(echo -n "$TOKEN" | base64 -w0)"',
      '"$TOKEN"',
      ': "${NOPE?$TOKEN}"',
    ]
    for (const script of scripts) await own.run(script)
    await own.run(makeBlock('echo "$TOKEN"; sleep 9', { options: { timeout: 150 } }))
    await own.run(makeBlock('import os; raise SystemExit(os.environ["TOKEN"])', { language: 'python' }))
    await own.run(makeBlock('throw new Error(process.env.TOKEN)', { language: 'node' }))
    const running = await own.start(makeBlock('sleep 0.4; echo "$TOKEN"'))
    for (let look = 0; look < 20; look++) expect(everyCommandLine()).not.toContain(secret)
    await running.outcome
    const forms = [
      secret,
      Buffer.from(secret).toString('base64').slice(0, 20),
      Buffer.from(secret).toString('hex'),
    ]
    for (const name of readdirSync(own.folder, { recursive: true, encoding: 'utf8' })) {
      const text = readText(join(own.folder, name))
      expect([name, ...forms.filter((form) => text.includes(form))]).toEqual([name])
    }
    expect(JSON.stringify(own.commands.session)).not.toContain(forms[1])
    rmSync(`/tmp/${Buffer.from(secret).toString('base64')}`, { recursive: true })
    await own.close()
  })
})

function everyCommandLine(): string {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readText(`/proc/${pid}/cmdline`))
    .join('\n')
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function supervisorOf(folder: string): number {
  const found = readdirSync('/proc').find((pid) =>
    readText(`/proc/${pid}/cmdline`).endsWith(`supervisor/main.ts\0${folder}\0`),
  )
  return Number(found)
}
