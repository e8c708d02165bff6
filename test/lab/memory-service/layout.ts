import { join } from 'node:path'

/** Where everything of one lab lies; all of it is below `root`. */
export interface Layout {
  readonly root: string
  readonly labFile: string
  readonly config: string
  readonly environmentFile: string
  readonly dropins: string
  readonly log: string
  readonly journal: string
  readonly cache: string
  readonly lock: string
  readonly backups: string
  readonly crash: string
  readonly bin: string
  readonly installed: string
  readonly previous: string
  readonly releases: string
  readonly source: string
  readonly databases: string
  readonly databaseBackups: string
  readonly run: string
  readonly instances: string
  readonly world: string
  readonly keeperLog: string
}

/** The volume that `df` shows and that the disk check of the service measures. */
export const volumeBytes = 64 * 1024 * 1024

/** The database that the service starts with. */
export const databaseName = 'memory-production'

/** The paths of the lab in `root`. Pure: nothing is created. */
export function layoutOf(root: string): Layout {
  const at = (...parts: string[]) => join(root, ...parts)
  return {
    root,
    labFile: at('lab.json'),
    config: at('etc', 'memory-service', 'config.toml'),
    environmentFile: at('etc', 'memory-service', 'memory-service.env'),
    dropins: at('etc', 'systemd', 'system', 'memory-service.service.d'),
    log: at('log', 'memory.log'),
    journal: at('log', 'journal'),
    cache: at('lib', 'cache.redb'),
    lock: at('run', 'memory-service.lock'),
    backups: at('backups'),
    crash: at('crash'),
    bin: at('usr', 'local', 'bin'),
    installed: at('usr', 'local', 'bin', 'memory-service'),
    previous: at('usr', 'local', 'lib', 'memory-service', 'previous', 'memory-service'),
    releases: at('releases'),
    source: at('src', 'memory-service'),
    databases: at('turso'),
    databaseBackups: at('turso', 'backups'),
    run: at('run'),
    instances: at('run', 'instances'),
    world: at('run', 'world.json'),
    keeperLog: at('run', 'keeper.log'),
  }
}
