import { type LabPart, commandFolders, type Programs } from '../../shared/keeper/lab-file.ts'
import { databaseName, type Layout } from '../layout.ts'
import type { Fixtures } from './furnish.ts'

/** What a keeper knows about its lab when it stands. */
export interface LabFacts extends Fixtures {
  /** The URL of the keeper's own door. */
  readonly control: string
  readonly secondPort: number
  readonly programs: Programs
  /** ISO instant. */
  readonly startedAt: string
}

/** What a run is given. */
export function labPart(layout: Layout, facts: LabFacts, fault: string | null): LabPart {
  return {
    name: 'memory-service',
    port: facts.port,
    control: facts.control,
    fault,
    startedAt: facts.startedAt,
    inputs: inputsOf(layout, facts),
    secrets: { ADMIN_TOKEN: facts.adminToken, TURSO_AUTH_TOKEN: facts.tursoToken },
    path: [layout.bin, ...commandFolders(facts.programs)],
  }
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
    EVIDENCE_DIR: layout.crash,
    TURSO_DATABASE_URL: facts.tursoUrl,
    TURSO_DATABASE_NAME: databaseName,
    RELEASES_URL: `${facts.control}/releases`,
    INSTALL_PATH: layout.installed,
    SOURCE_DIR: layout.source,
    PROMETHEUS_URL: `${facts.control}/prometheus`,
    INSTANCE_2_PORT: String(facts.secondPort),
  }
}
