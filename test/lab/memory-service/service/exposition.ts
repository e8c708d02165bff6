import { usedRatio } from '../../shared/volume.ts'
import { breakerNumber } from './breaker.ts'
import { family, type Kind } from '../../shared/metrics.ts'
import type { Service } from './state.ts'

/** Everything under `/metrics`, in the Prometheus text format 0.0.4. */
export function exposition(service: Service): string {
  return [
    ...episodeLines(service),
    ...storageLines(service),
    ...cacheLines(service),
    ...processLines(service),
    '',
  ].join('\n')
}

function single(kind: Kind, name: string, value: number): string[] {
  return family(kind, name, [['', value]])
}

function episodeLines({ storage, load, cache }: Service): string[] {
  const quantile = (part: number): [string, number] => [
    `quantile="${part}"`,
    storage.recentDurations.quantile(part),
  ]
  return [
    ...single('counter', 'memory_episode_created_total', storage.created),
    ...single('gauge', 'memory_active_episodes', load.active),
    ...single('gauge', 'memory_queued_episodes', cache.queued.length),
    ...single('gauge', 'memory_maintenance_mode', Number(load.paused)),
    ...family('summary', 'memory_episode_creation_seconds', [quantile(0.5), quantile(0.95)]),
  ]
}

function storageLines({ storage, cache }: Service): string[] {
  const pool = Object.entries(storage.pool.counts())
  const operation = 'memory_storage_operation_duration_seconds'
  return [
    ...family('counter', 'memory_storage_errors_total', [
      ['backend="turso"', storage.errors],
      ['backend="redb"', cache.errors],
    ]),
    ...family('gauge', 'memory_circuit_breaker_state', [
      ['backend="turso"', breakerNumber[storage.breaker.state]],
      ['backend="redb"', breakerNumber[cache.breaker.state]],
    ]),
    `# TYPE ${operation} histogram`,
    ...storage.durations.lines(operation, 'backend="turso",operation="create_episode"'),
    ...pool.flatMap(([name, value]) =>
      family('gauge', `memory_connection_pool_${name}`, [['backend="turso"', value]]),
    ),
  ]
}

function cacheLines({ cache }: Service): string[] {
  return [
    ...single('counter', 'memory_cache_hit_total', cache.hits),
    ...single('counter', 'memory_cache_miss_total', cache.misses),
    ...single('gauge', 'memory_cache_hit_ratio', cache.hitRatio()),
    ...single('gauge', 'memory_cache_size', cache.size),
    ...single('gauge', 'memory_cache_max_size', cache.max),
  ]
}

function processLines({ layout, load, release }: Service): string[] {
  return [
    ...single('gauge', 'memory_disk_used_ratio', usedRatio(layout.volume)),
    ...single('gauge', 'process_resident_memory_bytes', process.memoryUsage.rss()),
    ...single('gauge', 'process_start_time_seconds', load.startedAt / 1000),
    ...family('gauge', 'memory_build_info', [[`version="${release.version}"`, 1]]),
  ]
}

/** Who holds the memory: the text behind `/debug/pprof/heap`. */
export function heapProfile({ cache, load }: Service): string {
  const { rss, heapUsed, external } = process.memoryUsage()
  const rows: [string, number, number][] = [
    ['memory_core::episode::active', load.active, load.leakedBytes],
    ['memory_core::cache::entries', cache.size, cache.size * 8192],
    ['memory_core::cache::queued', cache.queued.length, cache.queued.join('').length],
  ]
  const lines = rows.map(([name, count, bytes]) => `${bytes} bytes in ${count} objects: ${name}`)
  return [`heap profile: rss ${rss}, heap ${heapUsed}, external ${external}`, ...lines, ''].join('\n')
}
