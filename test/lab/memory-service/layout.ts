import { join } from 'node:path'
import { type Place, placeOf } from '../shared/place.ts'

/** Where everything of one lab lies; all of it is below `root`. */
export interface Layout extends Place {
  readonly config: string
  readonly log: string
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
}

/** The volume that `df` shows and that the disk check of the service measures. */
const volume = { folders: ['lib', 'log', 'backups'], bytes: 64 * 1024 * 1024 }

/** The database that the service starts with. */
export const databaseName = 'memory-production'

/** The paths of the lab in `root`. Pure: nothing is created. */
export function layoutOf(root: string): Layout {
  const at = (...parts: string[]) => join(root, ...parts)
  return {
    ...placeOf(root, 'memory-service', volume),
    config: at('etc', 'memory-service', 'config.toml'),
    log: at('log', 'memory.log'),
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
  }
}
