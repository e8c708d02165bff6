import { join } from 'node:path'
import { type Place, placeOf } from '../shared/place.ts'

/** Where everything of one lab lies; all of it is below `root`. */
export interface Layout extends Place {
  readonly config: string
  /** The passwords of whoever maintains the database, in the form of `~/.pgpass`. */
  readonly passwords: string
  readonly log: string
  readonly databaseLog: string
  /** Everything that the server of the database reads and writes. */
  readonly server: string
  /** The cluster of the database. */
  readonly data: string
  readonly socket: string
  readonly backups: string
  readonly walArchive: string
  readonly archive: string
  /** A backup of the machine's files, made when it is lost. */
  readonly systemBackup: string
  readonly reports: string
  readonly prometheusConfig: string
  readonly alertRules: string
  readonly bin: string
  readonly installed: string
  /** What the service loads, where a package has put it. */
  readonly library: string
  readonly releases: string
  readonly certificate: string
  readonly key: string
  readonly authority: string
  readonly authorityKey: string
  readonly crontab: string
}

/** The volume that `df` shows, with the logs and backups on it. */
const volume = { folders: ['log', 'backup'], bytes: 256 * 1024 * 1024 }

/** The paths of the lab in `root`. Pure: nothing is created. */
export function layoutOf(root: string): Layout {
  const at = (...parts: string[]) => join(root, ...parts)
  return {
    ...placeOf(root, 'memory-system', volume),
    config: at('etc', 'memory-system', 'config.toml'),
    passwords: at('run', 'pgpass'),
    log: at('log', 'memory-system.log'),
    databaseLog: at('log', 'postgresql.log'),
    server: at('postgresql'),
    data: at('postgresql', 'data'),
    socket: at('postgresql', 'socket'),
    backups: at('backup', 'memory_system'),
    walArchive: at('postgresql', 'wal_archive'),
    archive: at('backup', 'archive'),
    systemBackup: at('backup', 'system', 'memory-system-backup.tar.gz'),
    prometheusConfig: at('etc', 'prometheus', 'prometheus.yml'),
    alertRules: at('etc', 'prometheus', 'rules'),
    reports: at('var', 'lib', 'memory-system', 'reports'),
    bin: at('usr', 'local', 'bin'),
    installed: at('usr', 'local', 'bin', 'memory-system'),
    library: at('usr', 'lib', 'libembedding.so.1'),
    releases: at('releases'),
    certificate: at('etc', 'memory-system', 'tls', 'server.crt'),
    key: at('etc', 'memory-system', 'tls', 'server.key'),
    authority: at('etc', 'memory-system', 'tls', 'ca.crt'),
    authorityKey: at('etc', 'memory-system', 'tls', 'ca.key'),
    crontab: at('etc', 'crontab'),
  }
}
