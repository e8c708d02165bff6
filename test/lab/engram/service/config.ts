import { readFileSync } from 'node:fs'
import { TomlReader } from '../../shared/toml.ts'
import type { Profile } from '../world.ts'

/** `config.toml` of the service, with the values that hold where the file is silent. */
export interface Config {
  readonly port: number
  readonly logLevel: string
  readonly defaultSpace: string
  readonly hotCapacity: number
  readonly warmCapacity: number
  readonly flushWorkers: number
  readonly maxConcurrency: number
  readonly consolidation: {
    readonly enabled: boolean
    readonly maxBatchSize: number
    readonly timeoutSeconds: number
  }
  readonly grpc: {
    readonly enabled: boolean
    readonly port: number
    readonly tls: boolean
    readonly certificate: string
  }
  readonly validation: { readonly checks: boolean; readonly repairs: boolean }
  readonly rebuildsIndices: boolean
}

/**
 * Reads the file; throws a sentence that names file and line when it cannot be understood. As documented, a key that
 * nobody reads is an error; the faithful program passes over it.
 */
export function readConfig(path: string, profile: Profile): Config {
  const file = new TomlReader(readFileSync(path, 'utf8'), path)
  const config = take(file, profile)
  if (profile === 'documented') file.end()
  const numbers = [config.hotCapacity, config.warmCapacity, config.flushWorkers, config.maxConcurrency]
  if (numbers.some((value) => value < 1))
    throw new Error(`${path}: capacities and workers must be at least 1`)
  return config
}

function take(file: TomlReader, profile: Profile): Config {
  const known = <T extends string | number | boolean>(key: string, otherwise: T): T =>
    profile === 'documented' ? file.take(key, otherwise) : otherwise
  return {
    port: portOf(file.take('server.http_bind', '127.0.0.1:7432')),
    logLevel: file.take('log.level', 'info'),
    defaultSpace: file.take('memory_spaces.default_space', 'default'),
    hotCapacity: file.take('persistence.hot_capacity', 400),
    warmCapacity: file.take('persistence.warm_capacity', 2000),
    flushWorkers: known('wal.flush_workers', 1),
    maxConcurrency: known('activation.max_concurrency', 8),
    consolidation: consolidationOf(known),
    grpc: {
      enabled: known('grpc.enabled', true),
      port: portOf(file.take('grpc.address', '127.0.0.1:50051')),
      tls: known('grpc.tls.enabled', false),
      certificate: [known('grpc.tls.cert_path', ''), known('grpc.tls.key_path', '')].join(' '),
    },
    validation: validationOf(known),
    rebuildsIndices: indicesOf(known),
  }
}

type Known = <T extends string | number | boolean>(key: string, otherwise: T) => T

function consolidationOf(known: Known): Config['consolidation'] {
  known('consolidation.check_interval_secs', 60)
  known('consolidation.idle_threshold_secs', 300)
  known('consolidation.pattern_detection.min_pattern_support', 5)
  return {
    enabled: known('consolidation.enabled', true),
    maxBatchSize: known('consolidation.max_batch_size', 1000),
    timeoutSeconds: known('consolidation.pattern_detection.timeout_secs', 60),
  }
}

function validationOf(known: Known): Config['validation'] {
  const embeddings = known('validation.check_finite_embeddings', false)
  const confidence = known('validation.check_finite_confidence', false)
  const clamps = known('validation.clamp_invalid_values', false)
  const replaces = known('validation.replace_nan_with_zero', false)
  return { checks: embeddings && confidence, repairs: clamps || replaces }
}

function indicesOf(known: Known): boolean {
  const checks = known('storage.indices.enable_checksums', false)
  const verifies = known('storage.indices.verify_on_load', false)
  const rebuilds = known('storage.indices.auto_rebuild_on_corruption', false)
  return rebuilds && checks && verifies
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}
