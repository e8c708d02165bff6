import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { makeBlock, openBench, type Bench } from '../helpers/commands.ts'
import { freePort } from '../helpers/free-port.ts'
import { needs } from '../helpers/programs.ts'

const available = needs('prometheus')

describe.skipIf(!available)('promql blocks against a real Prometheus that scrapes itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-prometheus-'))
  let prometheus: ChildProcess
  let bench: Bench
  let base: string

  beforeAll(async () => {
    const address = `127.0.0.1:${await freePort()}`
    base = `http://${address}`
    const scrape = `scrape_configs: [{ job_name: self, static_configs: [{ targets: ['${address}'] }] }]`
    writeFileSync(join(folder, 'prometheus.yml'), `global: { scrape_interval: 1s }\n${scrape}\n`)
    prometheus = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
      ],
      { stdio: 'ignore' },
    )
    bench = openBench({ PROMETHEUS_URL: base, JOB: 'self' })
  })

  afterAll(async () => {
    await bench.close()
    prometheus.kill('SIGKILL')
    clear(folder)
  })

  const ask = async (query: string) => bench.run(makeBlock(query, { language: 'promql', role: 'read' }))

  test('the value is the output, once there is one', async () => {
    await expect
      .poll(async () => (await ask('up{job="$JOB"}')).stdout.head, { timeout: 25_000, interval: 500 })
      .toBe('1\n')
  })

  test('a query that does not parse fails with what Prometheus says', async () => {
    const outcome = await ask('up{')
    expect(outcome.code).not.toBe(0)
    expect(outcome.stderr.head).toContain('parse error')
  })
})
