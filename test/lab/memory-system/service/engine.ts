import { readFileSync } from 'node:fs'
import { X509Certificate } from 'node:crypto'
import type { Log } from '../../shared/log.ts'
import { Histogram, Recent } from '../../shared/metrics.ts'
import { usedRatio } from '../../shared/volume.ts'
import type { Layout } from '../layout.ts'
import type { Config } from './config.ts'
import type { Store } from './store.ts'

/** What tells one release from another. */
export interface Traits {
  readonly version: string
  /** A release that answers every request with an error. */
  readonly broken: boolean
}

/** How the database was when it was last looked at. */
export interface Sight {
  readonly connected: boolean
  readonly memories: number
  readonly connections: number
  readonly limit: number
  readonly damage: boolean
}

const blind: Sight = { connected: false, memories: 0, connections: 0, limit: 0, damage: false }

/** How full the volume may be before nothing is stored any more. */
const fullest = 0.95

/** The service at work: requests, what they took, and what it sees of its database. */
export class Engine {
  readonly startedAt = Date.now()
  readonly config: Config
  readonly traits: Traits
  readonly durations = new Histogram()
  readonly recent = new Recent(2000)
  readonly answers = new Map<string, number>()
  sight = blind
  readonly #store: Store
  readonly #layout: Layout
  readonly #log: Log

  constructor(options: { config: Config; traits: Traits; store: Store; layout: Layout; log: Log }) {
    this.config = options.config
    this.traits = options.traits
    this.#store = options.store
    this.#layout = options.layout
    this.#log = options.log
  }

  get pool() {
    const { totalCount, idleCount, waitingCount } = this.#store.pool
    return { total: totalCount, idle: idleCount, waiting: waitingCount }
  }

  async recall(tier: string, limit: number): Promise<unknown[]> {
    return this.#measured('recall', () => this.#store.recall(tier, limit))
  }

  async remember(content: string): Promise<string> {
    return this.#measured('remember', () => {
      if (usedRatio(this.#layout.volume) > fullest) throw new Error('No space left on device')
      return this.#store.remember(content)
    })
  }

  async forget(content: string): Promise<void> {
    await this.#store.forget(content)
  }

  /** Looks at the database, every half second; what fails is told in the log. */
  async look(): Promise<void> {
    try {
      this.sight = { connected: true, damage: false, ...(await this.#store.look()) }
    } catch (error) {
      const message = (error as Error).message
      const damage = /invalid page|could not read block/.test(message)
      this.#log.error('database', message)
      this.sight = { ...this.sight, connected: damage, damage }
    }
  }

  health() {
    const { connected, damage } = this.sight
    const full = usedRatio(this.#layout.volume) > fullest
    const slow = this.recent.quantile(0.95) > 1
    const failing = this.errorRate() > 0.05
    const down = !connected || damage || this.traits.broken
    return {
      status: down ? 'unhealthy' : full || slow || failing ? 'degraded' : 'healthy',
      version: this.traits.version,
      database_connected: connected,
      embedding_service_available: !this.traits.broken,
      disk_full: full,
    }
  }

  /** Part of the answers of the last two seconds that were errors. */
  errorRate(): number {
    const all = this.#outcomes.values()
    return all.length === 0 ? 0 : all.filter((bad) => bad === 1).length / all.length
  }

  readonly #outcomes = new Recent(2000)

  /** Seconds until the certificate ends; negative when it has. */
  certificateSeconds(): number {
    try {
      return (
        (new X509Certificate(readFileSync(this.config.certificate)).validToDate.getTime() - Date.now()) / 1000
      )
    } catch {
      return -1
    }
  }

  diskRatio(): number {
    return usedRatio(this.#layout.volume)
  }

  async #measured<T>(operation: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      if (this.traits.broken) throw new Error('embedding model 2 is not compatible with stored vectors')
      const result = await work()
      this.#count(operation, 'success', began)
      return result
    } catch (error) {
      this.#log.error('api', `${operation} failed: ${(error as Error).message}`)
      this.#count(operation, 'error', began)
      throw error
    }
  }

  #count(operation: string, status: 'success' | 'error', began: number): void {
    const seconds = (performance.now() - began) / 1000
    this.durations.observe(seconds)
    this.recent.add(seconds)
    this.#outcomes.add(status === 'error' ? 1 : 0)
    const name = `operation="${operation}",status="${status}"`
    this.answers.set(name, (this.answers.get(name) ?? 0) + 1)
  }
}
