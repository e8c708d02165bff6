import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLibrary, readSource } from '../../engine/library/library.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { needs } from '../helpers/programs.ts'
import * as engram from '../lab/engram/lab.ts'
import * as memoryService from '../lab/memory-service/lab.ts'
import { watched } from './watched.ts'

const root = join(import.meta.dirname, '..', '..')
const rules = join(root, 'runbooks', 'memory-service', 'alerts.yml')
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

describe.each(['engram', 'memory-service', 'memory-system'])('the alerts of %s', (service) => {
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

describe.skipIf(!available)('through a real Prometheus and a real Alertmanager', () => {
  describe.each([
    {
      service: 'memory-service',
      program: memoryService,
      fault: 'breaker-open',
      alert: 'CircuitBreakerOpen',
      summary: 'the circuit breaker to turso is open',
    },
    {
      service: 'engram',
      program: engram,
      fault: 'wal-lag',
      alert: 'WALLagCritical',
      summary: expect.stringMatching(/^the write-ahead log lags by \d/),
    },
  ])('a fault of $service', ({ service, program, fault, alert, summary }) => {
    const { monitoring, putIn, leadsTo, follow } = watched(service, program)

    it('fires an alert, that leads to its runbook, which mends it', { timeout: 60_000 }, async () => {
      await putIn(fault)
      const fired = await monitoring.hears(alert, 'firing', 20_000)
      expect(fired.annotations.summary).toEqual(summary)
      const page = fired.annotations.runbook_url?.replace(base, '') ?? ''
      const hit = leadsTo(fired.labels.alertname ?? '')
      expect(hit?.path).toBe(join('runbooks', page))
      const from = monitoring.told.length
      expect(await follow(hit?.id ?? '')).toBe(0)
      await monitoring.hears(alert, 'resolved', 20_000, from)
    })
  })

  describe('each other alert of memory-service', () => {
    const { monitoring, putIn } = watched('memory-service', memoryService)

    it('fires for the fault that it is for', { timeout: 90_000 }, async () => {
      let put = ''
      for (const [fault, alert] of fires) {
        if (fault !== put) await putIn(fault)
        put = fault
        const fired = await monitoring.hears(alert, 'firing', 20_000)
        expect(fired.annotations.runbook_url).toContain(base)
      }
      const tried = [...fires.map(([, alert]) => alert), 'CircuitBreakerOpen']
      expect(tried.sort()).toEqual(alerts.map(({ name }) => name).sort())
    })
  })
})
