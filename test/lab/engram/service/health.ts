import type { Engine } from './engine.ts'
import { openFileLimit, openFiles } from './process.ts'

export type Status = 'healthy' | 'degraded' | 'unhealthy'

interface Check {
  readonly name: string
  readonly status: Status
  readonly message: string
}

export interface SystemHealth {
  readonly status: Status
  readonly timestamp: string
  readonly checks: readonly Check[]
  readonly spaces: readonly unknown[]
  readonly indices?: readonly { readonly space: string; readonly name: string; readonly status: string }[]
  readonly consolidation_rate?: number
  readonly wal_lag_ms?: number
  readonly migration_queue_depth?: number
}

/** Bytes that the process may hold before it is called degraded. */
const muchMemory = 180 * 1024 * 1024

/** What `/api/v1/system/health` says. The faithful program knows nothing of indices, and its rates are always zero. */
export function systemHealth(engine: Engine): SystemHealth {
  const isDocumented = engine.world().profile === 'documented'
  const checks = isDocumented ? [...basicChecks(engine), ...documentedChecks(engine)] : basicChecks(engine)
  const worst = (['unhealthy', 'degraded'] as const).find((status) =>
    checks.some((check) => check.status === status),
  )
  const common = { status: worst ?? 'healthy', timestamp: new Date().toISOString(), checks } as const
  const spaces = engine.spaces.all().map(({ id, memories, wal }) => ({
    space: id,
    memories: memories.size,
    pressure: 0,
    wal_lag_ms: isDocumented ? Math.round(wal.lag() * 1000) : 0,
    consolidation_rate: isDocumented ? engine.rate : 0,
  }))
  return isDocumented ? { ...common, spaces, ...documentedParts(engine) } : { ...common, spaces }
}

function documentedParts(engine: Engine) {
  return {
    indices: engine.spaces.all().map(({ id, index }) => ({ space: id, name: 'hnsw', status: index })),
    consolidation_rate: engine.rate,
    wal_lag_ms: Math.round(engine.walLag() * 1000),
    migration_queue_depth: engine.migrationQueue,
  }
}

function check(name: string, message: string, degraded: boolean, unhealthy = false): Check {
  return { name, status: unhealthy ? 'unhealthy' : degraded ? 'degraded' : 'healthy', message }
}

function basicChecks(engine: Engine): Check[] {
  const p99 = engine.recent.quantile(0.99)
  const { rss } = process.memoryUsage()
  const failures = engine.failures.sum()
  return [
    check('memory', `${Math.round(rss / 1e6)} MB resident`, rss > muchMemory),
    check('latency', `p99 latency ${p99.toFixed(2)}ms, budget 100.00ms`, p99 > 100),
    check('error_rate', `${failures} failures in the last 2 s`, failures > 0),
    check('files', `${openFiles()} of ${openFileLimit()} files open`, openFiles() > openFileLimit() * 0.8),
  ]
}

function documentedChecks(engine: Engine): Check[] {
  const { spaces, cycleError } = engine
  const lag = engine.walLag()
  const idle = (Date.now() - engine.lastCycle) / 1000
  const ill = spaces.all().filter(({ index }) => index !== 'healthy')
  const invalid = spaces.all().flatMap((space) => space.invalid())
  const failed = spaces.failures().map(([id]) => id)
  const stopped = !engine.traits.readonly && idle > 2
  return [
    check('storage', engine.isFull() ? 'no space left on the volume' : 'writable', false, engine.isFull()),
    check('wal', `lag ${lag.toFixed(1)}s`, lag > 10),
    check(
      'consolidation',
      cycleError ?? `last cycle ${idle.toFixed(1)}s ago`,
      stopped || cycleError !== undefined,
    ),
    check('indices', `${ill.length} not healthy`, ill.length > 0),
    check('integrity', `${invalid.length} memories with invalid numbers`, false, invalid.length > 0),
    check(
      'spaces',
      failed.length === 0 ? 'all open' : `${failed.join(', ')} cannot be opened`,
      failed.length > 0,
    ),
    check('tiers', `${engine.migrationQueue} migrations wait`, engine.migrationQueue > 100),
  ]
}
