import { readFileSync } from 'node:fs'
import { TomlReader } from '../../shared/toml.ts'

/** `config.toml` of the service, with the values that hold where the file is silent. */
export interface Config {
  readonly port: number
  readonly cacheMaxSize: number
  readonly cacheTtlSeconds: number
  readonly batchWrites: boolean
  readonly batchSize: number
  readonly poolMin: number
  readonly poolMax: number
  readonly logLevel: string
}

/** Reads the file; throws a sentence that names file and line when it cannot be understood. */
export function readConfig(path: string): Config {
  const file = new TomlReader(readFileSync(path, 'utf8'), path)
  const number = (key: string, otherwise: number) => file.take(key, otherwise)
  const config = {
    port: number('server.metrics_port', 9090),
    cacheMaxSize: number('storage.cache_max_size', 1000),
    cacheTtlSeconds: number('storage.cache_ttl_seconds', 3600),
    batchWrites: file.take('storage.batch_writes', false),
    batchSize: number('storage.batch_size', 10),
    poolMin: number('storage.turso.pool_min_connections', 10),
    poolMax: number('storage.turso.pool_max_connections', 100),
    logLevel: file.take('log.level', 'info'),
  }
  file.end()
  for (const [name, value] of Object.entries(config)) {
    if (typeof value === 'number' && value < 1) throw new Error(`${path}: ${name} must be at least 1`)
  }
  if (config.poolMin > config.poolMax) throw new Error(`${path}: the pool's minimum is above its maximum`)
  return config
}
