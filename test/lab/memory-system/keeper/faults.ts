import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Breakable, Fault } from '../../shared/keeper/trouble.ts'
import type { Init } from '../../shared/keeper/init.ts'
import { usedBytes } from '../../shared/volume.ts'
import type { Layout } from '../layout.ts'
import { archiveSystem } from './backups.ts'
import { database } from './cluster.ts'
import { install, layCertificate } from './furnish.ts'
import type { Observation } from './observe.ts'
import { isMended, layOldLibrary } from './packages.ts'

/** What a fault can take hold of. */
export interface Machine extends Breakable<Observation> {
  readonly layout: Layout
  readonly init: Init
  /** Runs a statement as the owner of the database, or in another one. */
  readonly query: (text: string, database?: string) => Promise<Record<string, unknown>[]>
  /** Dumps the database into the folder of backups, as of last night. */
  readonly backUp: () => void
  /** Copies the cluster into the folder of backups. */
  readonly copyCluster: () => void
  /** Opens sessions of `report-job`, which stay until somebody ends them. */
  readonly squat: (sessions: number, statement?: string) => Promise<void>
}

const stopLimit = 5000
type MemoryFault = Fault<Machine, Observation>

async function whileStopped(machine: Machine, unit: string, change: () => unknown): Promise<void> {
  await machine.init.the(unit).stop(stopLimit)
  await change()
  await machine.init.the(unit).start()
}

const isYoung = ({ inner }: Observation) => inner === undefined || inner.startedAt > Date.now() - 2000

/** Every fault of the lab. */
export const faults: Readonly<Record<string, MemoryFault>> = {
  down: {
    apply: async ({ init }) => void (await init.the('memory-system').stop(stopLimit)),
    isPresent: ({ inner }) => inner === undefined,
  },
  'high-latency': {
    apply: (machine) => setPool(machine, 1),
    isPresent: (seen) => isYoung(seen) || !((seen.inner?.p95 ?? 10) < 0.25),
  },
  blocked: {
    apply: ({ squat }) => squat(1, 'LOCK TABLE memories IN ACCESS EXCLUSIVE MODE'),
    isPresent: ({ database }) => (database?.blockers ?? 1) > 0,
  },
  'connections-used-up': {
    apply: ({ squat }) => squat(40),
    isPresent: ({ database }) => (database?.strangers ?? 40) > 5,
  },
  'disk-full': {
    apply: ({ layout }) => layOldLogs(layout),
    isPresent: ({ inner }) => (inner?.diskRatio ?? 1) > 0.95,
  },
  'bad-deploy': {
    apply: (machine) => whileStopped(machine, 'memory-system', () => install(machine.layout, '1.5.0')),
    isPresent: ({ inner }) => inner?.health.embedding_service_available !== true,
  },
  'expired-certificate': {
    apply: (machine) =>
      whileStopped(machine, 'memory-system', () => layCertificate(machine.layout, '20260101000000Z')),
    isPresent: ({ inner }) => !((inner?.certificateSeconds ?? -1) > 0),
  },
  corruption: {
    apply: damage,
    isPresent: ({ inner, database }) => inner?.damage !== false || database?.memories === -1,
  },
  'data-loss': {
    apply: async ({ copyCluster, query }) => {
      copyCluster()
      await query(`DELETE FROM memories WHERE tier = 'warm'`)
    },
    isPresent: ({ database }) => (database?.memories ?? 0) < 4000,
  },
  'machine-lost': {
    apply: loseMachine,
    isPresent: ({ inner, database }) => inner === undefined || (database?.memories ?? 0) < 4000,
  },
  'stale-statistics': {
    apply: async ({ query }) => {
      for (let round = 0; round < 2; round++) await query('UPDATE memories SET access_count = access_count')
      await query('SELECT pg_stat_force_next_flush()')
    },
    isPresent: ({ database }) => (database?.deadRows ?? 2000) > 1000,
  },
  'stale-tiers': {
    apply: async ({ query }) =>
      void (await query(
        `UPDATE memories SET last_accessed_at = now() - interval '60 days' WHERE tier = 'working' AND importance_score < 0.6 AND content LIKE 'memory %'`,
      )),
    isPresent: ({ database }) => (database?.staleWorking ?? 1) > 0,
  },
  'index-broken': {
    apply: async ({ query }) =>
      void (await query(
        `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_memories_tier_importance'::regclass`,
      )),
    isPresent: ({ database }) => (database?.indexes ?? 0) < 3,
  },
  'not-watched': {
    apply: async ({ init }) => void (await init.the('prometheus').start()),
    isPresent: ({ watched }) => !watched,
  },
  'library-vulnerable': {
    apply: (machine) => whileStopped(machine, 'memory-system', () => layOldLibrary(machine.layout)),
    isPresent: (_, { layout, init }) =>
      !isMended(layout.library) || !hasLoaded(init.the('memory-system').identity?.pid, layout.library),
  },
}

/** Whether the process has the library as it lies on the disk, and not one that was replaced since (proc(5)). */
function hasLoaded(pid: number | undefined, library: string): boolean {
  return pid !== undefined && readFileSync(`/proc/${pid}/maps`, 'utf8').includes(`${library}\n`)
}

/** One connection for everybody. */
async function setPool(machine: Machine, connections: number): Promise<void> {
  const { config } = machine.layout
  await whileStopped(machine, 'memory-system', () =>
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace(/max_connections = \d+/, `max_connections = ${connections}`),
    ),
  )
}

/** A new machine: an empty server that is stopped, no program, no configuration; but last night's backups. */
async function loseMachine(machine: Machine): Promise<void> {
  const { layout, init } = machine
  machine.backUp()
  archiveSystem(layout)
  await init.the('memory-system').stop(stopLimit)
  await machine.query(`DROP DATABASE ${database}`, 'postgres')
  await init.the('postgresql').stop(stopLimit)
  for (const lost of [dirname(layout.config), layout.installed]) rmSync(lost, { recursive: true })
}

/** Overwrites a page of the table while the server is stopped: its checksum no longer fits. A backup is older. */
async function damage(machine: Machine): Promise<void> {
  machine.backUp()
  const [row] = await machine.query(`SELECT pg_relation_filepath('memories') AS path`)
  const file = join(machine.layout.data, String(row?.path))
  await whileStopped(machine, 'postgresql', () => {
    const opened = openSync(file, 'r+')
    writeSync(opened, Buffer.alloc(64, 0x58), 0, 64, 8192 * 3 + 4000)
    closeSync(opened)
  })
}

/** Fills the volume to 97 % with logs that are eight days old and older. */
function layOldLogs(layout: Layout): void {
  const count = 6
  const size = Math.floor((layout.volume.bytes * 0.97 - usedBytes(layout.volume)) / count)
  for (let days = 8; days < 8 + count; days++) {
    const path = join(dirname(layout.log), `memory-system.${days}.log`)
    const opened = openSync(path, 'w')
    ftruncateSync(opened, size)
    closeSync(opened)
    const at = new Date(Date.now() - days * 86_400_000)
    utimesSync(path, at, at)
  }
}
