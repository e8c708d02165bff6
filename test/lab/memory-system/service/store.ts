import pg from 'pg'
import type { Config } from './config.ts'

/** The memories in the database. Every call takes a connection of the pool, and fails when none can be had in time. */
export class Store {
  readonly pool: pg.Pool

  constructor(url: string, { maxConnections, idleTimeoutSeconds, connectionTimeoutSeconds }: Config) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: maxConnections,
      idleTimeoutMillis: idleTimeoutSeconds * 1000,
      connectionTimeoutMillis: connectionTimeoutSeconds * 1000,
      statement_timeout: 2000,
      application_name: 'memory-system',
    })
    this.pool.on('error', () => undefined)
  }

  /** Most important memories of a tier. The pause is what the ranking of a real one costs. */
  async recall(tier: string, limit: number): Promise<unknown[]> {
    const top =
      'SELECT id, content, importance_score FROM memories WHERE tier = $1 ORDER BY importance_score DESC LIMIT $2'
    return (await this.pool.query(`SELECT top.* FROM (${top}) AS top, pg_sleep(0.06)`, [tier, limit])).rows
  }

  async remember(content: string): Promise<string> {
    const text = `INSERT INTO memories (content, tier, importance_score, embedding) VALUES ($1, 'working', 0.5, '{1,2,3}') RETURNING id`
    return String((await this.pool.query<{ id: string }>(text, [content])).rows[0]?.id)
  }

  /** Memories that its load stored are not kept for ever. */
  async forget(content: string): Promise<void> {
    await this.pool.query('DELETE FROM memories WHERE content = $1', [content])
  }

  /** Whether every memory can be read; how many connections the server has, and may have. */
  async look(): Promise<{ memories: number; connections: number; limit: number }> {
    const text = `SELECT (SELECT count(*) FROM memories WHERE length(content) > 0)::int AS memories,
      (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::int AS connections,
      current_setting('max_connections')::int AS limit`
    const row = (await this.pool.query<{ memories: number; connections: number; limit: number }>(text))
      .rows[0]
    if (row === undefined) throw new Error('the database answers nothing')
    return row
  }
}
