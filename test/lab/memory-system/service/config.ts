import { readFileSync } from 'node:fs'
import { TomlReader } from '../../shared/toml.ts'

/** What `config.toml` says, read when the service starts. */
export interface Config {
  readonly port: number
  readonly tlsPort: number
  readonly certificate: string
  readonly key: string
  readonly maxConnections: number
  readonly idleTimeoutSeconds: number
  readonly connectionTimeoutSeconds: number
}

/** Reads the file. @throws a sentence for what cannot be read, and for a key that nobody reads */
export function readConfig(path: string): Config {
  const reader = new TomlReader(readFileSync(path, 'utf8'), path)
  const config = {
    port: reader.take('server.port', 3333),
    tlsPort: reader.take('server.tls_port', 3334),
    certificate: reader.take('server.certificate', ''),
    key: reader.take('server.key', ''),
    maxConnections: reader.take('database.max_connections', 10),
    idleTimeoutSeconds: reader.take('database.idle_timeout_seconds', 600),
    connectionTimeoutSeconds: reader.take('database.connection_timeout_seconds', 2),
  }
  reader.end()
  return config
}
