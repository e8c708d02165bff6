import pg from 'pg'
import { fetchText } from '../../shared/keeper/observe.ts'
import type { InnerState } from '../service/routes.ts'

/** What can be seen of the service and of its database at one moment. */
export interface Observation {
  /** What the service says of itself; `undefined` when it does not answer. */
  readonly inner: InnerState | undefined
  /** What the database says to whoever may always connect; `undefined` when it does not answer. */
  readonly database: DatabaseState | undefined
  /** Whether a real Prometheus scrapes the service, and has the rules for its alerts. */
  readonly watched: boolean
}

export interface DatabaseState {
  /** Sessions of `report-job`, and those of them that hold a transaction open. */
  readonly strangers: number
  readonly blockers: number
  readonly memories: number
  readonly deadRows: number
  /** Indexes that serve queries; one whose building was broken off does not. */
  readonly indexes: number
  /** Working memories that nobody asked for in 30 days. */
  readonly staleWorking: number
}

const look = `SELECT
  (SELECT count(*) FROM pg_stat_activity WHERE application_name = 'report-job')::int AS strangers,
  (SELECT count(*) FROM pg_stat_activity WHERE application_name = 'report-job' AND state = 'idle in transaction')::int AS blockers,
  (SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'memories')::int AS "deadRows",
  (SELECT count(*) FROM pg_index WHERE indrelid = to_regclass('memories') AND indisvalid)::int AS indexes`
const count = `SELECT count(*)::int AS memories,
  count(*) FILTER (WHERE tier = 'working' AND importance_score < 0.6 AND last_accessed_at < now() - interval '30 days')::int AS "staleWorking"
  FROM memories WHERE content LIKE 'memory %'`

/** Looks at all of it; never rejects. A database that is blocked or damaged is looked at as far as it can be. */
export async function observe({ http, scraper }: Watched, url: string): Promise<Observation> {
  const [text, database, watched] = await Promise.all([
    fetchText(http, '/_lab'),
    lookAt(url),
    scraper !== undefined && isWatched(scraper),
  ])
  const inner = text?.startsWith('{"health"') ? (JSON.parse(text) as InnerState) : undefined
  return { inner, database, watched }
}

/** The ports of the service, and of a real Prometheus where one runs. */
export interface Watched {
  readonly http: number
  readonly scraper: number | undefined
}

async function isWatched(port: number): Promise<boolean> {
  const pages = ['/api/v1/targets?state=active', '/api/v1/rules']
  const [targets, rules] = await Promise.all(pages.map((page) => fetchText(port, page)))
  return targets?.includes('"health":"up"') === true && rules?.includes('"MemorySystemDown"') === true
}

async function lookAt(url: string): Promise<DatabaseState | undefined> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 1000,
    statement_timeout: 700,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const sessions = (await client.query<Omit<DatabaseState, 'memories' | 'staleWorking'>>(look)).rows[0]
    if (sessions === undefined) return undefined
    return { ...sessions, ...(await counts(client)) }
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function counts(client: pg.Client): Promise<{ memories: number; staleWorking: number }> {
  try {
    const row = (await client.query<{ memories: number; staleWorking: number }>(count)).rows[0]
    return row ?? { memories: -1, staleWorking: -1 }
  } catch {
    return { memories: -1, staleWorking: -1 }
  }
}
