import { readFileSync } from 'node:fs'

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

type Value = string | number | boolean

/** Reads the file; throws a sentence that names file and line when it cannot be understood. */
export function readConfig(path: string): Config {
  const values = parseToml(readFileSync(path, 'utf8'), path)
  const number = (key: string, otherwise: number) => typed(values, path, key, otherwise)
  const config = {
    port: number('server.metrics_port', 9090),
    cacheMaxSize: number('storage.cache_max_size', 1000),
    cacheTtlSeconds: number('storage.cache_ttl_seconds', 3600),
    batchWrites: typed(values, path, 'storage.batch_writes', false),
    batchSize: number('storage.batch_size', 10),
    poolMin: number('storage.turso.pool_min_connections', 10),
    poolMax: number('storage.turso.pool_max_connections', 100),
    logLevel: typed(values, path, 'log.level', 'info'),
  }
  const [unknown] = values.keys()
  if (unknown !== undefined) throw new Error(`${path}: nobody reads the key \`${unknown}\``)
  for (const [name, value] of Object.entries(config)) {
    if (typeof value === 'number' && value < 1) throw new Error(`${path}: ${name} must be at least 1`)
  }
  if (config.poolMin > config.poolMax) throw new Error(`${path}: the pool's minimum is above its maximum`)
  return config
}

/** Takes a key out of the values, so that what is left is unknown. */
function typed<T extends Value>(values: Map<string, Value>, path: string, key: string, otherwise: T): T {
  const value = values.get(key) ?? otherwise
  values.delete(key)
  if (typeof value !== typeof otherwise) throw new Error(`${path}: \`${key}\` must be a ${typeof otherwise}`)
  return value as T
}

/** The part of TOML that the file needs: tables, and keys with an integer, a boolean or a string. */
export function parseToml(text: string, path: string): Map<string, Value> {
  const values = new Map<string, Value>()
  let table = ''
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\s+#[^"]*$|^\s*#.*$/, '').trim()
    if (line === '') continue
    const header = /^\[([\w.]+)\]$/.exec(line)
    const pair = /^(\w+)\s*=\s*(.+)$/.exec(line)
    if (header?.[1] !== undefined) table = `${header[1]}.`
    else if (pair?.[1] !== undefined && pair[2] !== undefined) values.set(table + pair[1], decode(pair[2]))
    else throw new Error(`${path}:${index + 1}: cannot read \`${line}\``)
  }
  return values
}

function decode(text: string): Value {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^[+-]?[\d_]+$/.test(text) ? Number(text.replaceAll('_', '')) : text.replace(/^(["'])(.*)\1$/, '$2')
}
