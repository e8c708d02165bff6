import { family, type Kind } from '../../shared/metrics.ts'
import type { Engine } from './engine.ts'
import { openFileLimit, openFiles, processorSeconds } from './process.ts'

/** Everything under `/metrics`, in the Prometheus text format 0.0.4. */
export function exposition(engine: Engine): string {
  const own = engine.world().profile === 'documented' ? documentedLines(engine) : faithfulLines(engine)
  return [...own, ...processLines(engine), ''].join('\n')
}

/** What the faithful program answers to `/metrics`: JSON, which no Prometheus reads. */
export function jsonMetrics({ cycles, cycleFailures }: Engine): unknown {
  return { snapshot: { consolidation_runs: cycles, consolidation_failures: cycleFailures }, export: null }
}

function single(kind: Kind, name: string, value: number): string[] {
  return family(kind, name, [['', value]])
}

function documentedLines(engine: Engine): string[] {
  const spaces = engine.spaces.all()
  const name = 'engram_memory_operation_duration_seconds'
  return [
    `# TYPE ${name} histogram`,
    ...[...engine.durations].flatMap(([operation, histogram]) =>
      histogram.lines(name, `operation="${operation}"`),
    ),
    ...single('gauge', 'engram_wal_lag_seconds', engine.walLag()),
    ...single(
      'gauge',
      'engram_wal_files',
      spaces.reduce((sum, { wal }) => sum + wal.files, 0),
    ),
    ...single('counter', 'engram_consolidation_cycles_total', engine.cycles),
    ...single('counter', 'engram_consolidation_failures_total', engine.cycleFailures),
    ...single('gauge', 'engram_migration_queue_depth', engine.migrationQueue),
    ...single('gauge', 'engram_hot_tier_utilization', engine.hot.size / engine.config.hotCapacity),
    ...single('gauge', 'engram_hot_tier_miss_ratio', average(engine.recentCold.values())),
    ...single(
      'gauge',
      'engram_index_fallback_active',
      Number(spaces.some(({ index }) => index !== 'healthy')),
    ),
    ...family(
      'gauge',
      'engram_activation_level',
      spaces.map((space) => [`space="${space.id}"`, activation(space)]),
    ),
    ...family(
      'gauge',
      'engram_memories',
      spaces.map(({ id, memories }) => [`space="${id}"`, memories.size]),
    ),
  ]
}

/** The sum is NaN as soon as one of the summands is. */
function activation({
  memories,
}: {
  readonly memories: ReadonlyMap<string, { readonly activation: number }>
}): number {
  return average([...memories.values()].map((memory) => memory.activation))
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function faithfulLines(engine: Engine): string[] {
  return [
    ...single('counter', 'engram_consolidation_runs_total', engine.cycles),
    ...single('counter', 'engram_consolidation_failures_total', engine.cycleFailures),
    ...single('gauge', 'engram_consolidation_freshness_seconds', (Date.now() - engine.lastCycle) / 1000),
  ]
}

function processLines({ startedAt, traits }: Engine): string[] {
  return [
    ...single('gauge', 'process_resident_memory_bytes', process.memoryUsage.rss()),
    ...single('gauge', 'process_open_fds', openFiles()),
    ...single('gauge', 'process_max_fds', openFileLimit()),
    ...single('counter', 'process_cpu_seconds_total', processorSeconds()),
    ...single('gauge', 'process_start_time_seconds', startedAt / 1000),
    ...family('gauge', 'engram_build_info', [[`version="${traits.version}"`, 1]]),
  ]
}
