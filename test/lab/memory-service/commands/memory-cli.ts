import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { labFolder, readEnvironmentFile } from '../../shared/environment.ts'
import { layoutOf } from '../layout.ts'
import { readCache, writeCache } from '../redb.ts'
import { readConfig } from '../service/config.ts'
import { type Row, TursoClient } from '../service/turso.ts'
import { Refusal } from '../../shared/refusal.ts'

const layout = layoutOf(labFolder())
/** The command reads the service's own settings, not the caller's. */
const settings = { ...process.env, ...readEnvironmentFile(layout.environmentFile) }

const options = {
  task: { type: 'string' },
  limit: { type: 'string', default: '10' },
  json: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
} as const

type Flags = ReturnType<typeof parse>['values']

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true })
  } catch (error) {
    throw new Refusal((error as Error).message)
  }
}

const verbs: Readonly<Record<string, (flags: Flags) => Promise<void> | void>> = {
  'episode create': createEpisode,
  'episode list': listEpisodes,
  'storage sync': sync,
  'storage status': storageStatus,
  'storage verify': verify,
}

/** `memory-cli NOUN VERB …`: the administrator's tool of the service. */
export async function memoryCli(words: readonly string[]): Promise<void> {
  if (words[0] === '--version') return print('v0.1.0')
  const { values, positionals } = parse(words)
  const verb = verbs[positionals.join(' ')]
  if (verb === undefined) throw new Refusal(`unknown command, know ${Object.keys(verbs).join(', ')}`)
  await verb(values)
}

async function createEpisode({ task }: Flags): Promise<void> {
  if (task === undefined) throw new Refusal('`episode create` needs `--task`')
  const { id, duration_ms: duration } = (await api('POST', '', { task })) as {
    id: string
    duration_ms: number
  }
  print(`episode ${id} created in ${duration} ms`)
}

async function listEpisodes({ limit, json }: Flags): Promise<void> {
  const rows = (await api('GET', `?limit=${encodeURIComponent(limit)}`)) as Row[]
  if (json) print(JSON.stringify(rows))
  else for (const row of rows) print(`${row.id}  ${row.created_at}  ${row.source}  ${row.task}`)
}

async function api(method: string, search: string, body?: unknown): Promise<unknown> {
  const url = `http://127.0.0.1:${readConfig(layout.config).port}/api/episodes${search}`
  const headers = { authorization: `Bearer ${settings.ADMIN_TOKEN ?? ''}` }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(url, { method, headers, ...sent }).catch(() => {
    throw new Error('the service does not answer')
  })
  const answer = (await response.json()) as { error?: string }
  if (answer.error !== undefined) throw new Error(answer.error)
  return answer
}

/** Builds the cache file anew from the database. */
async function sync({ force }: Flags): Promise<void> {
  if (!force) throw new Refusal('`storage sync` replaces the cache file: say `--force`')
  const client = new TursoClient(settings.TURSO_DATABASE_URL ?? '', settings.TURSO_AUTH_TOKEN ?? '')
  const sql = 'SELECT number, pattern FROM patterns ORDER BY number LIMIT ?'
  const rows = await client.execute([{ sql, args: [readConfig(layout.config).cacheMaxSize] }])
  client.close()
  writeCache(cachePath(), {
    entries: rows.map((row) => [`pattern:${row.number}`, String(row.pattern)] as const),
    queued: [],
  })
  print(`${rows.length} patterns written to ${cachePath()}`)
}

function storageStatus(): void {
  print(`cache ${cachePath()}: ${verdict()}`)
  print(`turso ${settings.TURSO_DATABASE_URL ?? ''}`)
}

function verify(): void {
  const image = readCache(cachePath())
  if (typeof image === 'string') throw new Error(`${cachePath()}: ${image}`)
  print(`${cachePath()}: sound, ${image.entries.length} entries, ${readFileSync(cachePath()).length} bytes`)
}

function verdict(): string {
  const image = readCache(cachePath())
  return typeof image === 'string' ? image : `sound, ${image.entries.length} entries`
}

function cachePath(): string {
  return settings.REDB_CACHE_PATH ?? layout.cache
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
