import { rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { labFolder, readEnvironmentFile } from '../shared/environment.ts'
import { enlist, identityOf, strike } from '../shared/identity.ts'
import { type Log, openLog } from '../shared/log.ts'
import { layoutOf } from './layout.ts'
import { type Config, readConfig } from './service/config.ts'
import { Consolidation } from './service/consolidation.ts'
import { Engine, type Traits } from './service/engine.ts'
import { httpServer } from './service/http.ts'
import { Load } from './service/load.ts'
import { assertAlone, bindGrpc, bindHttp, fail, openSpaces } from './service/startup.ts'
import { startWords } from './service/words.ts'
import { readWorld } from './world.ts'

const startedAt = Date.now()
const layout = layoutOf(labFolder())
let world = readWorld(layout.world)
const { profile } = world

const options = {
  'release-version': { type: 'string', default: '0.0.0' },
  'release-routing': { type: 'string', default: 'header' },
  config: { type: 'string', default: layout.config },
  port: { type: 'string', short: 'p' },
  'grpc-port': { type: 'string', short: 'g' },
  ...(profile === 'documented' ? { 'single-node': { type: 'boolean' as const } } : {}),
} as const

type Flags = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

function flagsOf(): Flags {
  try {
    return parseArgs({ args: process.argv.slice(2), options }).values
  } catch (error) {
    process.stderr.write(`engram: ${(error as Error).message}\n`)
    return process.exit(2)
  }
}

/** The settings of the unit's environment file, with those of the caller over them. */
function environment(): NodeJS.ProcessEnv {
  return { ...readEnvironmentFile(layout.environmentFile), ...process.env }
}

function configOf(flags: Flags): Config {
  try {
    const config = readConfig(flags.config, profile)
    const grpc = { ...config.grpc, port: Number(flags['grpc-port'] ?? config.grpc.port) }
    return { ...config, grpc, port: Number(flags.port ?? config.port) }
  } catch (error) {
    return fail(logAt('info'), (error as Error).message)
  }
}

function logAt(level: string): Log {
  return openLog({
    file: layout.log,
    journal: process.env.JOURNAL,
    unit: 'engram',
    crate: 'engram_core',
    level,
  })
}

function traitsOf(flags: Flags): Traits {
  return {
    version: flags['release-version'],
    routesByHeader: flags['release-routing'] === 'header',
    readonly: profile === 'documented' && environment().ENGRAM_READONLY === 'true',
  }
}

const isOlderThan = (since: number | null) => since !== null && startedAt < since

/** Ends in order; a process that does not hear TERM is left to those who kill it. */
function shutDown(log: Log): void {
  if (isOlderThan(readWorld(layout.world).deafSince))
    return log.warn('shutdown', 'waiting for worker wal-flush')
  log.info('shutdown', profile === 'documented' ? 'Engram stopped gracefully' : ' Server stopped gracefully')
  strike(layout.instances, process.pid)
  rmSync(layout.pidFile, { force: true })
  process.exit(0)
}

/** From now on others see it: the pid file for the program's own commands, the note for those of the lab. */
function register(port: number, grpcPort: number): void {
  writeFileSync(layout.pidFile, `${process.pid}:${port}\n`)
  const self = identityOf(process.pid)
  const unit = process.env.UNIT ?? 'by-hand'
  if (self !== undefined) enlist(layout.instances, { ...self, name: 'engram', ports: [port, grpcPort], unit })
}

async function main(): Promise<void> {
  process.title = 'engram'
  const flags = flagsOf()
  const words = startWords(profile)
  words.say('start')
  const config = configOf(flags)
  const log = logAt(environment().RUST_LOG ?? config.logLevel)
  assertAlone(layout, log)
  words.say('bind')
  let engine: Engine | undefined
  const server = httpServer(
    () => engine,
    () => shutDown(log),
  )
  const port = await bindHttp(server, config.port, log, profile)
  const grpcPort = await bindGrpc(config, layout.firewall, log, () => isOlderThan(world.grpcStuckSince))
  words.say('load')
  const spaces = openSpaces(layout, config, log, profile)
  const traits = traitsOf(flags)
  setInterval(() => (world = readWorld(layout.world)), 100)
  engine = new Engine({ config, layout, spaces, log, traits, world: () => world })
  register(port, grpcPort)
  new Consolidation(engine).start()
  new Load(engine).start()
  log.info(
    'startup',
    `engram ${traits.version} listens on 127.0.0.1:${port}${traits.readonly ? ', read-only' : ''}`,
  )
  words.ready(port, grpcPort)
  process.on('SIGTERM', () => shutDown(log))
  process.on('SIGINT', () => shutDown(log))
}

await main()
