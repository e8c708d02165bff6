import type { Log } from '../../shared/log.ts'
import { Histogram, Recent } from '../../shared/metrics.ts'
import { usedRatio } from '../../shared/volume.ts'
import type { Layout } from '../layout.ts'
import type { World } from '../world.ts'
import type { Config } from './config.ts'
import { clamped, isValid, type Memory } from './memory.ts'
import type { Space } from './space.ts'
import type { Spaces } from './spaces.ts'

/** What can be done with memories, as the metrics name it. */
export const operations = ['query', 'store', 'activation'] as const
export type Operation = (typeof operations)[number]

/** What a release and the environment decide. */
export interface Traits {
  readonly version: string
  /** False: the header that names a space is read and then forgotten, as release 0.1.0 does. */
  readonly routesByHeader: boolean
  readonly readonly: boolean
}

/** From this part of the volume on, nothing is written any more. */
export const fullVolume = 0.95

/** Milliseconds of looking back, of reading a memory that is hot or not, and of searching without an index. */
const lookBack = 2000
const hotRead = 2
const coldRead = 250
const linearSearch = 300

/** Bytes that the hot tier keeps ready for each memory that fits into it, used or not. */
const hotRoom = 8 * 1024

/** Milliseconds between two warnings of slow operations. */
const warnEvery = 1000

/** The state of a running service that its HTTP side, its checks and its metrics read. */
export class Engine {
  readonly startedAt = Date.now()
  readonly durations = new Map(operations.map((name) => [name, new Histogram()] as const))
  readonly recent = new Recent(lookBack)
  readonly recentCold = new Recent(lookBack)
  readonly failures = new Recent(lookBack)
  readonly hot = new Map<string, true>()
  /** What the hot tier takes of the memory of the machine. */
  readonly hotRoom: Buffer
  cycles = 0
  cycleFailures = 0
  lastCycle = Date.now()
  /** Why the last cycle failed; `undefined` when it did not. */
  cycleError: string | undefined
  rate = 0
  migrationQueue = 0
  leakedBytes = 0
  #nextWarning = 0
  readonly config: Config
  readonly layout: Layout
  readonly spaces: Spaces
  readonly log: Log
  readonly traits: Traits
  readonly world: () => World

  constructor(parts: Pick<Engine, 'config' | 'layout' | 'spaces' | 'log' | 'traits' | 'world'>) {
    this.config = parts.config
    this.layout = parts.layout
    this.spaces = parts.spaces
    this.log = parts.log
    this.traits = parts.traits
    this.world = parts.world
    this.hotRoom = Buffer.alloc(parts.config.hotCapacity * hotRoom, 1)
    this.#warmUp()
  }

  isFull(): boolean {
    return usedRatio(this.layout.volume) >= fullVolume
  }

  /** Seconds that the oldest stored memory waits to be consolidated. */
  walLag(): number {
    return Math.max(0, ...this.spaces.all().map((space) => space.wal.lag()))
  }

  observe(operation: Operation, milliseconds: number): void {
    this.durations.get(operation)?.observe(milliseconds / 1000)
    this.recent.add(milliseconds)
    if (milliseconds <= 100 || Date.now() < this.#nextWarning) return
    this.#nextWarning = Date.now() + warnEvery
    this.log.warn('query', `slow query: ${operation} latency ${Math.round(milliseconds)} ms exceeds 100 ms`)
  }

  /** The memories that were used most are hot from the start; a quarter of the room is left. */
  #warmUp(): void {
    const { defaultSpace, hotCapacity } = this.config
    const space = this.spaces.all().find(({ id }) => id === defaultSpace)
    const ids = [...(space?.memories.keys() ?? [])].slice(0, Math.floor(hotCapacity * 0.75))
    for (const id of ids) this.hot.set(id, true)
  }

  /** Milliseconds that it takes to find `id` in a space; 0 when there is no such space. */
  distance(id: string, name: string): number {
    const space = this.spaces.all().find((one) => one.id === name)
    if (space === undefined) return 0
    return (this.hot.has(id) ? hotRead : coldRead) + (space.index === 'healthy' ? 0 : linearSearch)
  }

  /** Milliseconds that it takes to find `id`, which is hot afterwards. */
  reach(id: string, space: Space): number {
    const milliseconds = this.distance(id, space.id)
    const isHot = this.hot.delete(id)
    this.hot.set(id, true)
    const [oldest] = this.hot.keys()
    if (this.hot.size > this.config.hotCapacity && oldest !== undefined) this.hot.delete(oldest)
    this.recentCold.add(isHot ? 0 : 1)
    return milliseconds
  }

  /** As the configuration says, numbers that are none are mended before they are stored. */
  #checked(memory: Memory): Memory {
    const { checks, repairs } = this.config.validation
    if (!checks || !repairs || isValid(memory)) return memory
    this.log.warn('validation', `NaN or Infinity in '${memory.id}': clamped before it was stored`)
    return clamped(memory)
  }

  /** @throws a sentence when it cannot be stored */
  store(space: Space, memory: Memory): void {
    if (this.traits.readonly) throw new Error('the service is in read-only mode: writes are refused')
    if (this.isFull()) {
      this.log.error('wal', 'WAL operation failed: write')
      this.log.error('storage', 'Disk write failed: no space left on device (ENOSPC)')
      throw new Error('WAL operation failed: write: no space left on device (ENOSPC)')
    }
    space.store(this.#checked(memory))
  }
}
