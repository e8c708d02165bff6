import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseName, type Layout } from '../layout.ts'
import type { Breakable, Fault } from '../../shared/keeper/trouble.ts'
import type { World } from '../world.ts'
import type { Databases } from './database.ts'
import { layExport } from './export.ts'
import { install, layOldBackups } from './furnish.ts'
import { signal } from '../../shared/identity.ts'
import type { Unit } from '../../shared/keeper/unit.ts'
import { checkOf, type Observation } from './observe.ts'

/** What a fault can take hold of. */
export interface Machine extends Breakable<Observation> {
  readonly layout: Layout
  readonly unit: Unit
  readonly databases: Databases
  change(part: Partial<World>): Promise<void>
  /** Asks the admin API of the service. */
  admin(page: string, body: object): Promise<void>
  world(): World
}

type ServiceFault = Fault<Machine, Observation>

const storageFails = (seen: Observation) => checkOf(seen, 'storage') !== 'healthy'
const notReady = (seen: Observation) => seen.ready?.status !== 'healthy'
const backendDown = (seen: Observation, machine: Machine) =>
  machine.world().turso !== 'up' || storageFails(seen)

export const faults: Readonly<Record<string, ServiceFault>> = {
  'process-down': {
    apply: async ({ unit }) => void (await unit.stop(5000)),
    isPresent: (seen) => !seen.live,
  },
  'stale-lock': {
    apply: ({ unit }) => unit.kill(),
    isPresent: (seen) => !seen.live,
  },
  'slow-storage': {
    apply: (machine) => machine.change({ latency: 600 }),
    isPresent: (seen) => !(seen.metric('memory_episode_creation_seconds{quantile="0.95"}') < 1),
  },
  'storage-errors': {
    apply: ({ databases }) => databases.expire(databaseName),
    isPresent: storageFails,
  },
  'storage-errors-schema': {
    apply: ({ databases }) => {
      databases.run(databaseName, [{ sql: 'ALTER TABLE episodes RENAME COLUMN outcome TO result', args: [] }])
    },
    isPresent: storageFails,
  },
  'turso-down': {
    apply: (machine) => machine.change({ turso: 'closed' }),
    isPresent: backendDown,
  },
  'breaker-open': {
    apply: openBreaker,
    isPresent: (seen) => breaker(seen) !== 0 || storageFails(seen),
  },
  'breaker-open-backend-down': {
    apply: (machine) => machine.change({ turso: 'unavailable' }),
    isPresent: backendDown,
  },
  'low-hit-rate': {
    apply: (machine) => machine.change({ workingSet: 1600 }),
    isPresent: (seen) => !(seen.metric('memory_cache_hit_ratio') >= 0.8),
  },
  'memory-growth': {
    apply: (machine) => machine.change({ leakSince: Date.now() }),
    isPresent: (seen) =>
      !(seen.metric('process_resident_memory_bytes') < 200e6 && seen.metric('memory_active_episodes') < 500),
  },
  'hang-at-shutdown': {
    apply: (machine) => machine.change({ deafSince: Date.now() }),
    isPresent: (seen, machine) =>
      !(seen.metric('process_start_time_seconds') * 1000 >= (machine.world().deafSince ?? 0)),
  },
  'disk-nearly-full': {
    apply: ({ layout }) => layOldBackups(layout),
    isPresent: (seen) => checkOf(seen, 'disk') !== 'healthy' || checkOf(seen, 'cache') !== 'healthy',
  },
  'bad-release': {
    apply: (machine) => whileStopped(machine, installBadRelease),
    isPresent: (seen) => notReady(seen) || seen.ready?.version === '0.1.2',
  },
  'corrupt-cache': {
    apply: (machine) => whileStopped(machine, damageCache),
    isPresent: (seen) => checkOf(seen, 'cache') !== 'healthy',
  },
  'data-loss': {
    apply: (machine) => whileStopped(machine, loseEverything),
    isPresent: notReady,
  },
  'weeks-lost': {
    apply: ({ layout, databases }) => {
      layExport(layout, databases)
      databases.run(databaseName, [{ sql: `DELETE FROM episodes WHERE ${ofLastWeeks}`, args: [] }])
    },
    isPresent: (_, { databases }) => episodesOfLastWeeks(databases) === 0,
  },
  'process-hangs': {
    apply: ({ unit }) => void (unit.identity !== undefined && signal(unit.identity, 'SIGSTOP')),
    isPresent: (seen) => !seen.live,
  },
  'maintenance-left-on': {
    apply: (machine) =>
      machine.admin('/admin/maintenance', { enabled: true, message: 'back in ten minutes' }),
    isPresent: (seen) => seen.ready?.status === 'maintenance',
  },
}

/** What people wrote within the last month; the built-in load is none of it. */
const ofLastWeeks = "source = 'history' AND created_at > datetime('now', '-30 days')"

function episodesOfLastWeeks(databases: Databases): number {
  if (!databases.has(databaseName)) return 0
  const sql = `SELECT count(*) AS count FROM episodes WHERE ${ofLastWeeks}`
  return Number(databases.run(databaseName, [{ sql, args: [] }])[0]?.count)
}

function breaker(seen: Observation): number {
  return seen.metric('memory_circuit_breaker_state{backend="turso"}')
}

/** Turso is away for as long as the breaker needs to open, and is there again. */
async function openBreaker(machine: Machine): Promise<void> {
  await machine.change({ turso: 'closed' })
  for (let tries = 0; tries < 200 && breaker(await machine.observe()) !== 1; tries++) await sleep(25)
  await machine.change({ turso: 'up' })
}

async function whileStopped(machine: Machine, change: (machine: Machine) => void): Promise<void> {
  await machine.unit.stop(5000)
  change(machine)
  await machine.unit.start()
}

function installBadRelease({ layout }: Machine): void {
  install(layout, '0.1.0', layout.previous)
  install(layout, '0.1.2', layout.installed)
}

/** Overwrites bytes in the middle; the header stays what it was. */
function damageCache({ layout }: Machine): void {
  const bytes = readFileSync(layout.cache)
  bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 64)
  writeFileSync(layout.cache, bytes)
}

function loseEverything({ layout, databases }: Machine): void {
  databases.destroy(databaseName)
  rmSync(layout.cache, { force: true })
}
