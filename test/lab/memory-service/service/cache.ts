import { type CacheImage, readCache, writeCache } from '../redb.ts'
import { Breaker } from './breaker.ts'
import type { Config } from './config.ts'
import { Recent } from '../../shared/metrics.ts'
import { lookBack } from './storage.ts'

interface Entry {
  readonly pattern: string
  /** The pattern made ready for use; what the memory of a cache goes into. */
  readonly vector: Buffer
  readonly at: number
}

const vectorBytes = 8192

/** The cache of patterns: least recently used goes first. Its file is read at the start and written while it runs. */
export class Cache {
  readonly breaker = new Breaker()
  readonly recentReads = new Recent(lookBack)
  readonly max: number
  /** Why the file cannot be used; the cache then works from memory and never touches the file. */
  readonly damage: string | undefined
  /** Episodes that wait for the database. */
  queued: string[] = []
  hits = 0
  misses = 0
  errors = 0
  /** Why the file could not be written the last time; `undefined` when it could. */
  writeError: string | undefined
  readonly #path: string
  readonly #ttl: number
  readonly #entries = new Map<string, Entry>()

  constructor(path: string, config: Config, format: number) {
    this.#path = path
    this.max = config.cacheMaxSize
    this.#ttl = config.cacheTtlSeconds * 1000
    const image = readCache(path, format)
    this.damage = typeof image !== 'string' || image === 'file is missing' ? undefined : image
    if (typeof image !== 'string') this.#load(image)
  }

  get size(): number {
    return this.#entries.size
  }

  /** Looks a key up and counts a hit or a miss. */
  has(key: string): boolean {
    const entry = this.#entries.get(key)
    const hit = entry !== undefined && Date.now() - entry.at < this.#ttl
    this.recentReads.add(hit ? 1 : 0)
    if (hit) this.hits++
    else this.misses++
    if (hit) this.#touch(key, entry)
    return hit
  }

  put(key: string, pattern: string): void {
    this.#touch(key, { pattern, vector: Buffer.alloc(vectorBytes, pattern), at: Date.now() })
    if (this.#entries.size <= this.max) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  /** Part of the reads of the last two seconds that were hits; `NaN` when there were none. */
  hitRatio(): number {
    const reads = this.recentReads.values()
    return reads.reduce((sum, hit) => sum + hit, 0) / reads.length
  }

  /** Writes the file. Returns why it could not be written; a damaged file is left as it is. */
  write(isVolumeFull: () => boolean): string | undefined {
    if (this.damage !== undefined) return undefined
    this.writeError = isVolumeFull() ? 'no space left on the volume' : this.#tryWrite()
    if (this.writeError === undefined) this.breaker.succeeded()
    else {
      this.errors++
      this.breaker.failed()
    }
    return this.writeError
  }

  #tryWrite(): string | undefined {
    try {
      writeCache(this.#path, this.#image())
      return undefined
    } catch (error) {
      return (error as Error).message
    }
  }

  #image(): CacheImage {
    return { entries: [...this.#entries].map(([key, entry]) => [key, entry.pattern]), queued: this.queued }
  }

  #load(image: CacheImage): void {
    for (const [key, pattern] of image.entries) this.put(key, pattern)
    this.queued = [...image.queued]
  }

  #touch(key: string, entry: Entry): void {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
  }
}
