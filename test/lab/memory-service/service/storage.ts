import { randomBytes } from 'node:crypto'
import { Breaker } from './breaker.ts'
import type { Config } from './config.ts'
import type { Log } from '../../shared/log.ts'
import { Histogram, Recent } from '../../shared/metrics.ts'
import { Pool } from './pool.ts'
import { Refused, type Row, type Statement, type TursoClient, Unreachable } from './turso.ts'

/** Steps that are written with an episode, each a statement of its own. */
const stepsPerEpisode = 4

/** Milliseconds that `/metrics` and `/health/ready` look back. */
export const lookBack = 2000

/** What the service does with Turso: the pool, the breaker, batches, and what is counted of them. */
export class Storage {
  readonly breaker = new Breaker()
  readonly pool: Pool
  readonly durations = new Histogram()
  readonly recentDurations = new Recent(lookBack)
  readonly recentErrors = new Recent(lookBack)
  readonly recentSuccesses = new Recent(lookBack)
  created = 0
  errors = 0
  everStored = false
  lastError: string | undefined
  readonly #client: TursoClient
  readonly #config: Config
  readonly #log: Log

  constructor(client: TursoClient, config: Config, log: Log) {
    this.#client = client
    this.#config = config
    this.#log = log
    this.pool = new Pool(config.poolMin, config.poolMax)
  }

  /** Stores an episode and gives its id; rejects when the database cannot take it. */
  async createEpisode(task: string, source: string): Promise<string> {
    const began = performance.now()
    const id = `ep-${randomBytes(6).toString('hex')}`
    await this.#counted(() => this.#write(episodeStatements(id, task, source)))
    this.#observe((performance.now() - began) / 1000, id)
    return id
  }

  /** The patterns of these numbers that the database has. */
  readPatterns(numbers: readonly number[]): Promise<Row[]> {
    const marks = numbers.map(() => '?').join(',')
    const sql = `SELECT number, pattern FROM patterns WHERE number IN (${marks})`
    return this.#counted(() => this.#call([{ sql, args: numbers }]))
  }

  /** The newest episodes, newest first. */
  newestEpisodes(limit: number): Promise<Row[]> {
    const sql = 'SELECT id, task, source, created_at FROM episodes ORDER BY created_at DESC, id LIMIT ?'
    return this.#call([{ sql, args: [limit] }])
  }

  /** Forgets what the built-in load stored more than two minutes ago, so that a lab can run for days. */
  async forgetOldLoad(): Promise<void> {
    const old = "source = 'load' AND created_at < datetime('now', '-2 minutes')"
    await this.#call([
      {
        sql: `DELETE FROM episode_steps WHERE episode_id IN (SELECT id FROM episodes WHERE ${old})`,
        args: [],
      },
      { sql: `DELETE FROM episodes WHERE ${old}`, args: [] },
    ])
  }

  async schemaVersion(): Promise<number> {
    const rows = await this.#call([{ sql: "SELECT value FROM meta WHERE key = 'schema_version'", args: [] }])
    return Number(rows[0]?.value)
  }

  #observe(seconds: number, id: string): void {
    this.created++
    this.durations.observe(seconds)
    this.recentDurations.add(seconds)
    const text = `create_episode id=${id} duration_ms=${Math.round(seconds * 1000)}`
    if (seconds > 1) this.#log.warn('storage', `slow operation: ${text}`)
    else this.#log.debug('storage', text)
  }

  async #write(statements: readonly Statement[]): Promise<void> {
    const size = this.#config.batchWrites ? this.#config.batchSize : 1
    for (let start = 0; start < statements.length; start += size) {
      await this.#call(statements.slice(start, start + size))
    }
  }

  async #call(statements: readonly Statement[]): Promise<Row[]> {
    if (this.breaker.state === 'open') throw new Refused('circuit breaker of turso is open')
    try {
      const rows = await this.pool.with(() => this.#client.execute(statements))
      this.breaker.succeeded()
      return rows
    } catch (error) {
      if (error instanceof Unreachable && this.breaker.failed()) {
        this.#log.error('breaker', 'circuit breaker of turso opened')
      }
      throw error
    }
  }

  async #counted<T>(task: () => Promise<T>): Promise<T> {
    try {
      const result = await task()
      this.everStored = true
      this.recentSuccesses.add(1)
      return result
    } catch (error) {
      this.errors++
      this.recentErrors.add(1)
      this.lastError = sentence(error as Error)
      this.#log.error('storage', this.lastError)
      throw error
    }
  }
}

/** Errors of SQLite about columns and tables mean that the schema is not the one this release writes. */
function sentence(error: Error): string {
  return /no column named|no such (column|table)/.test(error.message)
    ? `schema mismatch: ${error.message}`
    : `storage error: ${error.message}`
}

function episodeStatements(id: string, task: string, source: string): Statement[] {
  const episode = {
    sql: "INSERT INTO episodes (id, task, outcome, source, created_at) VALUES (?, ?, 'open', ?, datetime('now'))",
    args: [id, task, source],
  }
  const steps = Array.from({ length: stepsPerEpisode }, (_, number) => ({
    sql: 'INSERT INTO episode_steps (episode_id, number, action) VALUES (?, ?, ?)',
    args: [id, number + 1, `step ${number + 1}`],
  }))
  return [episode, ...steps]
}
