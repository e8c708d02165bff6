import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { labFolder, readEnvironmentFile } from '../shared/environment.ts'
import { enlist, identityOf, strike } from '../shared/identity.ts'
import { type Layout, layoutOf } from './layout.ts'
import { Cache } from './service/cache.ts'
import { type Config, readConfig } from './service/config.ts'
import { serverOf } from './service/http.ts'
import { Load } from './service/load.ts'
import { type Log, openLog } from '../shared/log.ts'
import { fullVolume, type Release, type Service } from './service/state.ts'
import { Storage } from './service/storage.ts'
import { TursoClient } from './service/turso.ts'
import { usedRatio } from '../shared/volume.ts'
import { readWorld } from './world.ts'

const options = {
  'release-version': { type: 'string', default: '0.0.0' },
  'release-schema': { type: 'string', default: '1' },
  'release-cache': { type: 'string', default: '1' },
  'turso-url': { type: 'string' },
  'turso-token': { type: 'string' },
  'redb-path': { type: 'string' },
  'log-level': { type: 'string' },
  'metrics-port': { type: 'string' },
  'instance-id': { type: 'string' },
  config: { type: 'string' },
} as const

type Flags = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

/** What is asked of the world and the disk in the background, in milliseconds. */
const every = { world: 200, probe: 500, write: 2000, forget: 30_000 }

function flagsOf(words: string[]): Flags {
  try {
    return parseArgs({ args: words, options }).values
  } catch (error) {
    process.stderr.write(`memory-core: ${(error as Error).message}\n`)
    return process.exit(2)
  }
}

function fail(log: Log | undefined, message: string): never {
  log?.error('startup', message)
  process.stderr.write(`memory-core: ${message}\n`)
  return process.exit(1)
}

function configOf(path: string): Config {
  try {
    return readConfig(path)
  } catch (error) {
    return fail(undefined, (error as Error).message)
  }
}

/** A second process on the same data would destroy it: the lock is a file, and whoever finds it does not start. */
function takeLock(path: string, log: Log): void {
  try {
    writeFileSync(path, `${process.pid}\n`, { flag: 'wx' })
  } catch {
    fail(log, `lock file ${path} exists: another process holds the data, or one died without cleaning up`)
  }
}

function assemble(flags: Flags, layout: Layout, cachePath: string, log: Log, config: Config): Service {
  const set = { ...readEnvironmentFile(layout.environmentFile), ...process.env }
  let world = readWorld(layout.world)
  setInterval(() => (world = readWorld(layout.world)), every.world)
  const client = new TursoClient(
    flags['turso-url'] ?? set.TURSO_DATABASE_URL ?? '',
    flags['turso-token'] ?? set.TURSO_AUTH_TOKEN ?? '',
  )
  const release: Release = {
    version: flags['release-version'],
    schema: Number(flags['release-schema']),
    cacheFormat: Number(flags['release-cache']),
  }
  const cache = new Cache(cachePath, config, release.cacheFormat)
  const storage = new Storage(client, config, log)
  const load = new Load(cache, storage, () => world)
  const adminToken = set.ADMIN_TOKEN ?? ''
  const service: Service = {
    release,
    config,
    layout,
    log,
    cache,
    storage,
    load,
    adminToken,
    tursoError: undefined,
    schema: undefined,
  }
  setInterval(() => void probe(service, client), every.probe)
  void probe(service, client)
  return service
}

async function probe(service: Service, client: TursoClient): Promise<void> {
  service.tursoError = await client.health().then(
    () => null,
    (error: unknown) => (error as Error).message,
  )
  service.schema ??= await service.storage.schemaVersion().catch(() => undefined)
}

function writeCacheFile({ cache, layout, log }: Service): void {
  const error = cache.write(() => usedRatio(layout.volume) >= fullVolume)
  if (error !== undefined) log.error('cache', `cache file cannot be written: ${error}`)
}

/** Ends in order: no new work, what is in flight, the cache file, the lock. */
async function shutDown(service: Service, lock: string): Promise<void> {
  const { load, layout, log } = service
  log.info('shutdown', 'Shutting down gracefully')
  const { deafSince } = readWorld(layout.world)
  if (deafSince !== null && load.startedAt < deafSince) {
    log.warn('shutdown', 'waiting for worker storage-flush')
    return
  }
  load.stop()
  for (let waited = 0; load.inFlight > 0 && waited < 2000; waited += 20) await sleep(20)
  writeCacheFile(service)
  log.info('shutdown', 'All workers stopped')
  strike(layout.instances, process.pid)
  rmSync(lock, { force: true })
  log.info('shutdown', 'Goodbye')
  process.exit(0)
}

function main(): void {
  process.title = 'memory-service'
  const flags = flagsOf(process.argv.slice(2))
  const layout = layoutOf(labFolder())
  const config = configOf(flags.config ?? layout.config)
  const id = flags['instance-id'] ?? process.env.INSTANCE_ID
  const suffix = id === undefined || id === '1' ? '' : `-${id}`
  const lock = join(layout.run, `memory-service${suffix}.lock`)
  const unit = process.env.UNIT ?? 'by-hand'
  const level = flags['log-level'] ?? process.env.RUST_LOG ?? config.logLevel
  const log = openLog({
    file: layout.log,
    journal: process.env.JOURNAL,
    unit: 'memory-service',
    crate: 'memory_core',
    level,
  })
  const cachePath = flags['redb-path'] ?? process.env.REDB_CACHE_PATH ?? layout.cache
  if (!existsSync(dirname(cachePath))) mkdirSync(dirname(cachePath), { recursive: true })
  takeLock(lock, log)
  const service = assemble(flags, layout, cachePath.replace(/(\.redb)?$/, `${suffix}$1`), log, config)
  log.info('startup', `memory-service v${service.release.version} starts`)
  if (service.cache.damage !== undefined)
    log.error('cache', `cache file ${cachePath}: ${service.cache.damage}`)
  const port = Number(flags['metrics-port'] ?? process.env.METRICS_PORT ?? config.port)
  const server = serverOf(service)
  server.on('error', (error) => {
    rmSync(lock, { force: true })
    fail(log, error.message)
  })
  server.listen(port, '127.0.0.1', () => {
    const self = identityOf(process.pid)
    if (self !== undefined) enlist(layout.instances, { ...self, name: 'memory-service', ports: [port], unit })
    log.info('startup', `listening on 127.0.0.1:${port}`)
    service.load.start()
    setInterval(() => writeCacheFile(service), every.write)
    setInterval(() => void service.storage.forgetOldLoad().catch(() => undefined), every.forget)
  })
  process.on('SIGTERM', () => void shutDown(service, lock))
  process.on('SIGINT', () => void shutDown(service, lock))
}

main()
