import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawn, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLibrary, readSource } from '../../engine/library/library.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { needs } from '../helpers/programs.ts'
import { down, setFault, up } from '../lab/memory-service/lab.ts'
import { Monitoring } from './monitoring.ts'

const root = join(import.meta.dirname, '..', '..')
const rules = join(root, 'runbooks', 'memory-service', 'alerts.yml')
const launcher = join(root, 'bin', 'runbook.cjs')
const base = 'https://runbooks.example.com/'

/** What an `alerts.yml` says of each alert, by a scan of its lines. */
const alertsIn = (path: string) =>
  readFileSync(path, 'utf8')
    .split(/^ {6}- /m)
    .slice(1)
    .map((text) => ({
      name: /alert: (\w+)/.exec(text)?.[1] ?? '',
      link: /runbook_url: (\S+)/.exec(text)?.[1] ?? '',
    }))
const alerts = alertsIn(rules)

describe.each(['memory-service', 'memory-system'])('the alerts of %s', (service) => {
  const folder = join(root, 'runbooks', service)
  const file = join(folder, 'alerts.yml')
  const runbooks = openLibrary(folder).files.map((path) => parseRunbook(readSource(path)).runbook)

  it.each(alertsIn(file))('$name links to the page that names it', ({ name, link }) => {
    const [path = '', anchor = ''] = link.replace(base, '').split('#')
    const runbook = runbooks.find((one) => one.path.endsWith(path))
    expect(runbook?.frontmatter.alerts).toContain(name)
    const anchors = ['', ...(runbook?.anchors.keys() ?? [])]
    expect(anchors).toContain(anchor)
  })

  it('are the ones that runbooks name, and no other', () => {
    const named = runbooks.flatMap(({ frontmatter }) => frontmatter.alerts)
    const defined = alertsIn(file).map(({ name }) => name)
    expect(defined.sort()).toEqual([...new Set(named)].sort())
  })

  it.skipIf(!needs('promtool'))('are rules that Prometheus accepts', () => {
    expect(spawnSync('promtool', ['check', 'rules', file])).toMatchObject({ status: 0 })
  })
})

/** A fault in the lab, and the alert that it makes fire. */
const fires: readonly (readonly [fault: string, alert: string])[] = [
  ['process-down', 'MemoryServiceDown'],
  ['storage-errors', 'HighStorageErrorRate'],
  ['disk-nearly-full', 'MemoryServiceStorageFull'],
  ['low-hit-rate', 'LowCacheHitRate'],
  ['slow-storage', 'SlowEpisodeCreation'],
  ['slow-storage', 'MemoryServiceSaturated'],
  ['memory-growth', 'HighMemoryUsage'],
]

const available = needs('prometheus', 'prometheus-alertmanager', 'jq', 'curl')

describe.skipIf(!available)('real alerts, through a real Prometheus and a real Alertmanager', () => {
  const state = mkdtempSync(join(tmpdir(), 'runbook-alerts-'))
  const lab = join(state, 'labs', 'memory-service')
  const monitoring = new Monitoring()

  beforeAll(async () => {
    const { port } = await up(lab)
    await monitoring.open(rules, 'memory-service', `127.0.0.1:${port}`)
  })

  afterAll(async () => {
    await monitoring.close()
    await down(lab)
    rmSync(state, { recursive: true, force: true })
  })

  it(
    'one fires, leads to its runbook, which mends the fault, and it resolves',
    { timeout: 60_000 },
    async () => {
      await setFault(lab, 'breaker-open')
      const fired = await monitoring.hears('CircuitBreakerOpen', 'firing', 20_000)
      expect(fired.annotations.summary).toBe('the circuit breaker to turso is open')
      const page = fired.annotations.runbook_url?.replace(base, '') ?? ''
      const found = runbook('find', '--alert', fired.labels.alertname ?? '', '--json')
      const [hit] = JSON.parse(found.stdout) as { id: string; path: string }[]
      expect(hit?.path).toBe(join('runbooks', page))
      const from = monitoring.told.length
      const ended = await follow(hit?.id ?? '')
      expect(ended).toBe(0)
      await monitoring.hears('CircuitBreakerOpen', 'resolved', 20_000, from)
    },
  )

  it('each of the others fires for the fault that it is for', { timeout: 90_000 }, async () => {
    let put = ''
    for (const [fault, alert] of fires) {
      if (fault !== put) await setFault(lab, fault)
      put = fault
      const fired = await monitoring.hears(alert, 'firing', 20_000)
      expect(fired.annotations.runbook_url).toContain(base)
    }
    const tried = [...fires.map(([, alert]) => alert), 'CircuitBreakerOpen']
    expect(tried.sort()).toEqual(alerts.map(({ name }) => name).sort())
  })

  function runbook(...words: string[]) {
    const env = { ...process.env, RUNBOOK_STATE: state }
    return spawnSync(process.execPath, [launcher, ...words], { cwd: root, env, encoding: 'utf8' })
  }

  /** Runs the runbook against the lab as it stands, without putting a fault in again. */
  function follow(id: string): Promise<number | null> {
    const env = { ...process.env, RUNBOOK_STATE: state }
    const words = ['run', id, '--lab', 'memory-service', '--yes', '--non-interactive']
    const child = spawn(process.execPath, [launcher, ...words], { cwd: root, env, stdio: 'ignore' })
    return new Promise((done) => child.on('close', done))
  }
})
