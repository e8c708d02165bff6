import { join } from 'node:path'
import type { Volume } from './volume.ts'

/** Where what every lab has lies; all of it is below `root`. */
export interface Place {
  readonly root: string
  readonly labFile: string
  readonly environmentFile: string
  readonly dropins: string
  readonly journal: string
  readonly run: string
  readonly instances: string
  readonly world: string
  readonly keeperLog: string
  /** What `df` shows. */
  readonly volume: Volume
}

/** The part of a layout that all labs have, for the unit `service`. Pure: nothing is created. */
export function placeOf(root: string, service: string, volume: Volume): Place {
  const at = (...parts: string[]) => join(root, ...parts)
  return {
    root,
    labFile: at('lab.json'),
    environmentFile: at('etc', service, `${service}.env`),
    dropins: at('etc', 'systemd', 'system', `${service}.service.d`),
    journal: at('log', 'journal'),
    run: at('run'),
    instances: at('run', 'instances'),
    world: at('run', 'world.json'),
    keeperLog: at('run', 'keeper.log'),
    volume: { folders: volume.folders.map((folder) => at(folder)), bytes: volume.bytes },
  }
}
