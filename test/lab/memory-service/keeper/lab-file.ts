import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identityOf } from '../identity.ts'
import type { LabFile } from '../lab.ts'
import { databaseName, type Layout } from '../layout.ts'
import type { Fixtures } from './furnish.ts'

/** Where the programs of the lab lie, and how their files end. */
export interface Programs {
  readonly folder: string
  readonly extension: string
}

/** What a keeper knows about its lab when it stands. */
export interface LabFacts extends Fixtures {
  /** The URL of the keeper's own door. */
  readonly control: string
  readonly secondPort: number
  readonly programs: Programs
  /** ISO instant. */
  readonly startedAt: string
}

/** Writes `lab.json`, readable by its owner alone; written last, so that whoever finds it finds the lab ready. */
export function writeLabFile(layout: Layout, facts: LabFacts, fault: string | null): void {
  const self = identityOf(process.pid)
  if (self === undefined) throw new Error('this process cannot see itself')
  const file: LabFile = {
    ...self,
    name: 'memory-service',
    port: facts.port,
    control: facts.control,
    fault,
    startedAt: facts.startedAt,
    inputs: inputsOf(layout, facts),
    secrets: { ADMIN_TOKEN: facts.adminToken, TURSO_AUTH_TOKEN: facts.tursoToken },
    path: [layout.bin, join(facts.programs.folder, 'bin')],
    environment: { MEMORY_SERVICE_LAB: layout.root },
  }
  writeFileSync(`${layout.labFile}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${layout.labFile}.new`, layout.labFile)
}

function inputsOf(layout: Layout, facts: LabFacts): Record<string, string> {
  return {
    METRICS_URL: `http://127.0.0.1:${facts.port}`,
    INSTALL: 'systemd',
    SERVICE: 'memory-service',
    CONFIG: layout.config,
    ENV_FILE: layout.environmentFile,
    DROPIN_DIR: layout.dropins,
    LOG_FILE: layout.log,
    CACHE_PATH: layout.cache,
    REDB_CACHE_PATH: layout.cache,
    BACKUP_DIR: layout.backups,
    LOCK_FILE: layout.lock,
    CRASH_DIR: layout.crash,
    TURSO_DATABASE_URL: facts.tursoUrl,
    TURSO_DATABASE_NAME: databaseName,
    RELEASES_URL: `${facts.control}/releases`,
    INSTALL_PATH: layout.installed,
    SOURCE_DIR: layout.source,
    PROMETHEUS_URL: `${facts.control}/prometheus`,
    INSTANCE_2_PORT: String(facts.secondPort),
  }
}

/** Writes `run/lab.env`, which the lab's shell commands read as their own. */
export function writeShellFile(layout: Layout, { control, port, programs }: LabFacts): void {
  const program = (name: string) => join(programs.folder, name + programs.extension)
  const lines = {
    CONTROL: control,
    NODE: process.execPath,
    COMMANDS: program('commands'),
    SERVICE_PROGRAM: program('service'),
    SERVICE_PORT: String(port),
  }
  const text = Object.entries(lines).map(([name, value]) => `${name}='${value.replaceAll("'", "'\\''")}'\n`)
  writeFileSync(join(layout.run, 'lab.env'), text.join(''))
}
