import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { noCache } from '../../engine/library/cache.ts'
import { readCatalog } from '../../engine/library/catalog.ts'
import { openLibrary } from '../../engine/library/library.ts'
import { searchIn, type Search } from '../../engine/library/search.ts'

const library = openLibrary(join(import.meta.dirname, '..', '..', 'runbooks'))
let search: Search
beforeAll(async () => {
  search = searchIn(await readCatalog(library, noCache))
})

/** What people type at night, in their own words, and the runbook that they need. */
const symptoms: readonly (readonly [seen: string, runbook: string])[] = [
  ['slow episodes', 'RB-005'],
  ['episode creation takes 3 seconds', 'RB-005'],
  ['memory leak', 'RB-005'],
  ['memory-service down', 'RB-001'],
  ['memory-service connection refused', 'RB-001'],
  ['shutdown hangs', 'RB-002'],
  ['planned maintenance memory-service', 'RB-002'],
  ['storage full', 'RB-003'],
  ['restore the cache from a backup', 'RB-003'],
  ['daily backup missing', 'RB-003-DAILY'],
  ['sunday export missing', 'RB-003-WEEKLY'],
  ['cannot store episodes', 'RB-004-STORAGE'],
  ['circuit breaker', 'RB-004-BREAKER'],
  ['cache hit rate', 'RB-004-CACHE'],
  ['cpu over 70', 'RB-006'],
  ['upgrade to a new release', 'RB-007'],
  ['whom to call', 'RB-008'],
  ['security advisory crate', 'RB-008-AUDIT'],
  ['engram does not start', 'ENG-ISSUE-1'],
  ['engram p99 latency', 'ENG-ISSUE-2'],
  ['wal lag', 'ENG-ISSUE-3'],
  ['oom killer', 'ENG-ISSUE-4'],
  ['engram crashes on startup', 'ENG-ISSUE-5'],
  ['memories in the wrong space', 'ENG-ISSUE-6'],
  ['nan in embeddings', 'ENG-ISSUE-7'],
  ['consolidation stuck', 'ENG-ISSUE-8'],
  ['linear search index', 'ENG-ISSUE-9'],
  ['grpc not working', 'ENG-ISSUE-10'],
  ['http 503', 'ENG-TREE-1'],
  ['memories missing', 'ENG-TREE-3'],
  ['too many open files', 'ENG-ISSUE-4'],
  ['engram does not stop', 'ENG-STOP'],
  ['collect evidence for support', 'ENG-BUNDLE'],
  ['database connections used up', 'MEM-CONNECTIONS'],
  ['certificate expired', 'MEM-CERT'],
  ['deploy a release of the memory system', 'MEM-DEPLOY'],
  ['security updates waiting', 'MEM-UPDATES'],
  ['library with a known vulnerability', 'MEM-UPDATES'],
  ['monthly maintenance', 'MEM-MONTHLY'],
  ['disaster recovery test', 'MEM-QUARTERLY'],
  ['prometheus does not scrape', 'MEM-MONITORING'],
  ['memories deleted by mistake', 'MEM-PITR'],
  ['point in time recovery', 'MEM-PITR'],
  ['query reads the whole table', 'MEM-PERFORMANCE'],
  ['who may decide', 'INC-ESCALATE'],
  ['hand over to next shift', 'INC-HANDOFF'],
  ['several alerts at once', 'INC-000'],
]

/** Alerts as a pager or a chat shows them. */
const alerts: readonly (readonly [seen: string, runbook: string])[] = [
  ['HighStorageErrorRate', 'RB-004-STORAGE'],
  ['[FIRING:1] CircuitBreakerOpen (memory-service critical)', 'RB-004-BREAKER'],
  ['MemorySystemDown', 'MEM-DOWN'],
  ['DatabaseConnectionsHigh', 'MEM-CONNECTIONS'],
  ['lowcachehitrate', 'RB-004-CACHE'],
  ['Slow Episode Creation', 'RB-005'],
  ['MemoryServiceDown', 'RB-001'],
  ['EngramHealthDegraded', 'ENG-DEGRADED'],
  ['engramdown', 'ENG-HEALTH'],
  ['WALLagCritical', 'ENG-ISSUE-3'],
  ['WALRecoveryFailed', 'ENG-ISSUE-5'],
  ['ConsolidationFailureStreak', 'ENG-ISSUE-8'],
  ['IndexFallbackActive', 'ENG-ISSUE-9'],
  ['tier migration failed', 'ENG-MIGRATION'],
  ['StorageTierNearCapacity', 'ENG-TREE-4'],
  ['DiskUsageHigh on engram-2', 'ENG-TREE-4'],
]

/** Lines copied out of a log, with what a log puts around them. */
const errorLines: readonly (readonly [seen: string, runbook: string])[] = [
  ['2025-10-02T03:12:44Z ERROR engram::api Failed to bind to address 127.0.0.1:7432', 'ENG-ISSUE-1'],
  ['WARN engram: pid file /var/run/engram.pid exists, refusing to start', 'ENG-ISSUE-1'],
  ['WARN slow query: recall latency 812 ms', 'ENG-ISSUE-2'],
  ['WARN WAL lag 42.1s exceeds threshold', 'ENG-ISSUE-3'],
  ['ERROR Memory allocation failed: out of memory', 'ENG-ISSUE-4'],
  ['accept: EMFILE', 'ENG-ISSUE-4'],
  ['ERROR Failed to deserialize WAL entry at offset 8192', 'ENG-ISSUE-5'],
  ["ERROR Memory space 'research' not found", 'ENG-ISSUE-6'],
  ['WARN Invalid confidence interval: lower > upper', 'ENG-ISSUE-7'],
  ['ERROR Consolidation cycle failed: no memories', 'ENG-ISSUE-8'],
  ['WARN Index corrupted or unavailable, falling back', 'ENG-ISSUE-9'],
  ['ERROR TLS certificate or key ./tls.pem cannot be read', 'ENG-ISSUE-10'],
  ['write: no space left on device (ENOSPC)', 'ENG-TREE-4'],
  ["ERROR Memory node 'm-81' not found", 'ENG-TREE-3'],
]

describe.each([
  ['a symptom', symptoms],
  ['an alert', alerts],
  ['an error line', errorLines],
])('%s brings the right runbook first', (_, table) => {
  test.each(table)('%s', (seen, runbook) => {
    expect(search(seen)[0]?.id).toBe(runbook)
  })
})

test('a line that a runbook is for says so, before the words', () => {
  expect(search('accept: EMFILE')[0]?.matched[0]).toBe('logs')
})
