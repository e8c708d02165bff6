import { family } from '../../shared/metrics.ts'
import type { Engine } from './engine.ts'

/** Everything under `/metrics`, in the Prometheus text format 0.0.4. */
export function exposition(engine: Engine): string {
  const { connections, limit, memories } = engine.sight
  const { total, idle, waiting } = engine.pool
  const operations = [...engine.answers]
  const codes = [200, 500].map((code) => {
    const status = code === 200 ? 'success' : 'error'
    const count = operations
      .filter(([name]) => name.endsWith(`"${status}"`))
      .reduce((sum, [, n]) => sum + n, 0)
    return [`code="${code}"`, count] as const
  })
  return [
    ...family('counter', 'memory_operations_total', operations),
    ...family('counter', 'http_requests_total', codes),
    '# TYPE http_request_duration_seconds histogram',
    ...engine.durations.lines('http_request_duration_seconds', 'handler="memories"'),
    ...family('gauge', 'pg_stat_database_numbackends', [['datname="memory_db"', connections]]),
    ...family('gauge', 'pg_settings_max_connections', [['', limit]]),
    ...family('gauge', 'memory_pool_connections', [
      ['state="busy"', total - idle],
      ['state="idle"', idle],
      ['state="waiting"', waiting],
    ]),
    ...family('gauge', 'memory_pool_max', [['', engine.config.maxConnections]]),
    ...family('gauge', 'memory_memories', [['', memories]]),
    ...family('gauge', 'memory_disk_used_ratio', [['', engine.diskRatio()]]),
    ...family('gauge', 'memory_certificate_expires_seconds', [['', engine.certificateSeconds()]]),
    '',
  ].join('\n')
}
