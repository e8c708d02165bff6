import { readJson, replaceFile } from '../shared/files.ts'

/** What surrounds the service and what a fault changes there. The service feels it, never mends it. */
export interface World {
  /** Milliseconds that every answer of Turso takes. */
  readonly latency: number
  /** `closed`: nobody listens. `unavailable`: every request is answered with 503. */
  readonly turso: 'up' | 'closed' | 'unavailable'
  /** How many different keys the readers ask for. */
  readonly workingSet: number
  /** Epoch milliseconds: processes older than this were left with episodes that nobody completes. */
  readonly leakSince: number | null
  /** Epoch milliseconds: processes older than this do not end on TERM. */
  readonly deafSince: number | null
}

export const calm: World = { latency: 5, turso: 'up', workingSet: 800, leakSince: null, deafSince: null }

/** Reads the world, or the calm one when the file is not there. */
export function readWorld(path: string): World {
  return readJson(path, calm)
}

export function writeWorld(path: string, world: World): void {
  replaceFile(path, JSON.stringify(world))
}
