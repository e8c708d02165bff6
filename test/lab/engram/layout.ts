import { join } from 'node:path'
import { type Place, placeOf } from '../shared/place.ts'

/** Where everything of one lab lies; all of it is below `root`. */
export interface Layout extends Place {
  readonly config: string
  readonly log: string
  readonly data: string
  readonly backups: string
  readonly bundles: string
  readonly pidFile: string
  /** Certificate and key of the gRPC side, where somebody has made them. */
  readonly certificate: string
  readonly key: string
  readonly bin: string
  readonly installed: string
  readonly releases: string
  /** Rules of the packet filter, in the order in which they are tried. */
  readonly firewall: string
}

/** The volume that `df` shows and on which the service writes. */
const volume = { folders: ['data', 'log', 'backups'], bytes: 64 * 1024 * 1024 }

/** The paths of the lab in `root`. Pure: nothing is created. */
export function layoutOf(root: string): Layout {
  const at = (...parts: string[]) => join(root, ...parts)
  return {
    ...placeOf(root, 'engram', volume),
    config: at('etc', 'engram', 'config.toml'),
    log: at('log', 'engram.log'),
    data: at('data'),
    backups: at('backups'),
    bundles: at('bundles'),
    pidFile: at('run', 'engram.pid'),
    certificate: at('etc', 'engram', 'tls', 'server.crt'),
    key: at('etc', 'engram', 'tls', 'server.key'),
    bin: at('usr', 'local', 'bin'),
    installed: at('usr', 'local', 'bin', 'engram'),
    releases: at('releases'),
    firewall: at('run', 'firewall'),
  }
}
