import type { World } from '../world.ts'
import type { Cache } from './cache.ts'
import type { Storage } from './storage.ts'

/** Milliseconds between two turns; 40 episodes and 1,000 reads a second. */
const turn = 50
const episodesPerTurn = 2
const readsPerTurn = 50

/** Milliseconds that an episode stays active after it was stored. */
const episodeLife = 300

/** Clients wait when this many of their episodes are still being stored. */
const patience = 400

/** What clients left open at once when they went away, and what each of those holds. */
const abandoned = { first: 2000, firstBytes: 64 * 1024, laterBytes: 512 * 1024, maxBytes: 300 * 1024 * 1024 }

/** The clients of the service: they create episodes and read patterns, and some of them go away too early. */
export class Load {
  readonly startedAt = Date.now()
  paused = false
  /** Cache only: episodes are put into the queue of the cache. */
  cacheOnly = false
  #active = 0
  #storing = 0
  readonly #leaked: Buffer[] = []
  #leakedBytes = 0
  #leakedEpisodes = 0
  #timer: NodeJS.Timeout | undefined
  readonly #cache: Cache
  readonly #storage: Storage
  readonly #world: () => World

  constructor(cache: Cache, storage: Storage, world: () => World) {
    this.#cache = cache
    this.#storage = storage
    this.#world = world
  }

  get active(): number {
    return this.#active + this.#leakedEpisodes
  }

  get leakedBytes(): number {
    return this.#leakedBytes
  }

  /** Episodes that are being stored or are still in use by a living client. */
  get inFlight(): number {
    return this.#active
  }

  start(): void {
    this.#timer = setInterval(() => this.#turn(), turn)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #turn(): void {
    const { leakSince, workingSet } = this.#world()
    if (leakSince !== null && this.startedAt < leakSince) this.#leak()
    for (let episode = 0; !this.paused && episode < episodesPerTurn; episode++) void this.#create()
    void this.#read(workingSet)
  }

  async #create(): Promise<void> {
    if (this.#storing >= patience) return
    this.#active++
    this.#storing++
    await this.store('load').catch(() => undefined)
    this.#storing--
    setTimeout(() => this.#active--, episodeLife)
  }

  /** Stores an episode, or queues it in cache-only mode; its id, or `queued`. */
  async store(source: string, task = 'answer a client'): Promise<string> {
    if (!this.cacheOnly) return this.#storage.createEpisode(task, source)
    if (this.#cache.queued.length < 10_000) this.#cache.queued.push(task)
    return 'queued'
  }

  /** Writes what was queued; stops at the first that the database does not take. */
  async writeQueued(): Promise<number> {
    let written = 0
    for (;;) {
      const part = this.#cache.queued.slice(0, 50)
      if (part.length === 0) return written
      await Promise.all(part.map((task) => this.#storage.createEpisode(task, 'queue')))
      this.#cache.queued.splice(0, part.length)
      written += part.length
    }
  }

  async #read(workingSet: number): Promise<void> {
    const missing = new Set<number>()
    for (let read = 0; read < readsPerTurn; read++) {
      const number = Math.floor(Math.random() * workingSet)
      if (!this.#cache.has(`pattern:${number}`)) missing.add(number)
    }
    if (missing.size === 0 || this.cacheOnly) return
    const rows = await this.#storage.readPatterns([...missing]).catch(() => [])
    for (const row of rows) this.#cache.put(`pattern:${row.number}`, String(row.pattern))
  }

  #leak(): void {
    if (this.#leakedEpisodes === 0) {
      for (let episode = 0; episode < abandoned.first; episode++) this.#hold(abandoned.firstBytes)
    }
    this.#hold(this.#leakedBytes < abandoned.maxBytes ? abandoned.laterBytes : 0)
  }

  #hold(bytes: number): void {
    this.#leakedEpisodes++
    this.#leakedBytes += bytes
    if (bytes > 0) this.#leaked.push(Buffer.alloc(bytes, 1))
  }
}
