import { readJson, replaceFile } from '../shared/files.ts'

/** `documented`: as the operations documents say. `faithful`: as the program of that name really behaves. */
export type Profile = 'documented' | 'faithful'

/** What surrounds the service and what a fault changes there. The service feels it, never mends it. */
export interface World {
  readonly profile: Profile
  /** Epoch milliseconds at which a fault changed something here. */
  readonly changedAt: number
  /** How many different memories the clients ask for. */
  readonly workingSet: number
  /** Activations that clients keep running at once; each costs processor time. */
  readonly activations: number
  /** Memories that clients store in a second. */
  readonly writes: number
  /** Seconds that the detection of patterns takes on the present data. */
  readonly patternSeconds: number
  /** Entries whose consolidation fits into the memory of the machine at once. */
  readonly batchThatFits: number
  /** Memories that want to live in the warm tier. */
  readonly warmDemand: number
  /** Bytes that a process which leaks takes in each turn of its clients, and those after which it gets no more. */
  readonly leakBytes: number
  readonly leakMost: number
  /** Epoch milliseconds: processes older than this were left with what they never give back, or with a lock. */
  readonly leakSince: number | null
  readonly openFilesSince: number | null
  readonly stuckSince: number | null
  readonly deafSince: number | null
  readonly grpcStuckSince: number | null
  /** Whether a client sends memories whose numbers are infinite. */
  readonly sendsInfinity: boolean
}

export function calmWorld(profile: Profile): World {
  return {
    profile,
    changedAt: 0,
    workingSet: 300,
    activations: 1,
    writes: 20,
    patternSeconds: 5,
    batchThatFits: 2000,
    warmDemand: 1000,
    leakBytes: 16 * 1024 * 1024,
    leakMost: 160 * 1024 * 1024,
    leakSince: null,
    openFilesSince: null,
    stuckSince: null,
    deafSince: null,
    grpcStuckSince: null,
    sendsInfinity: false,
  }
}

/** Reads the world, or the calm one when the file is not there. */
export function readWorld(path: string): World {
  return readJson(path, calmWorld('documented'))
}

export function writeWorld(path: string, world: World): void {
  replaceFile(path, JSON.stringify(world))
}
