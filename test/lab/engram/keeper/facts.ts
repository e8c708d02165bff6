import { userInfo } from 'node:os'
import { join } from 'node:path'
import { commandFolders, type LabPart, type Programs } from '../../shared/keeper/lab-file.ts'
import type { Layout } from '../layout.ts'
import type { Fixtures } from './furnish.ts'

/** What a keeper knows about its lab when it stands. */
export interface LabFacts extends Fixtures {
  readonly name: string
  /** The URL of the keeper's own door. */
  readonly control: string
  readonly programs: Programs
  /** ISO instant. */
  readonly startedAt: string
}

/** What a run is given. */
export function labPart(layout: Layout, facts: LabFacts, fault: string | null): LabPart {
  return {
    name: facts.name,
    port: facts.port,
    control: facts.control,
    fault,
    startedAt: facts.startedAt,
    inputs: inputsOf(layout, facts),
    secrets: {},
    path: [layout.bin, ...commandFolders(facts.programs)],
  }
}

function inputsOf(layout: Layout, facts: LabFacts): Record<string, string> {
  return {
    ENGRAM_URL: `http://127.0.0.1:${facts.port}`,
    GRPC_ADDRESS: `127.0.0.1:${facts.grpcPort}`,
    INSTALL: 'systemd',
    ENGRAM_CONFIG: layout.config,
    CERTIFICATE: layout.certificate,
    KEY: layout.key,
    ENV_FILE: layout.environmentFile,
    DATA_DIR: layout.data,
    BACKUP_DIR: layout.backups,
    BUNDLE_DIR: layout.bundles,
    PID_FILE: layout.pidFile,
    START_OUTPUT: join(layout.run, 'start.txt'),
    LOG_FILE: layout.log,
    SERVICE_USER: userInfo().username,
    INSTALL_PATH: layout.installed,
    PATCHED_PROGRAM: join(layout.releases, 'engram-0.1.1'),
    PROMETHEUS_URL: `${facts.control}/prometheus`,
    MEMORY_LIMIT_MB: '180',
    CYCLE_SECONDS: '1',
  }
}
