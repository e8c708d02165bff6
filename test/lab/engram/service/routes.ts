import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { exposition, jsonMetrics } from './exposition.ts'
import type { Engine } from './engine.ts'
import { systemHealth } from './health.ts'
import { type Answer, json, refusal, text } from './answer.ts'
import { listMemories, memoryOf, storeMemory } from './memories.ts'
import { rebuildIndices } from './rebuild.ts'
import { NoSpace, type Spaces } from './spaces.ts'
import type { Space } from './space.ts'

/** One request, as a route sees it. */
export interface Asked {
  readonly engine: Engine
  readonly url: URL
  readonly body: string
  /** The space that the request names. @throws {NoSpace} */
  readonly space: () => Space
}

type Route = (asked: Asked) => Answer | Promise<Answer>

const common: Readonly<Record<string, Route>> = {
  'GET /health': ({ engine }) =>
    json(200, { status: 'healthy', service: 'engram', version: engine.traits.version, timestamp: now() }),
  'GET /health/alive': () => text(''),
  'GET /api/v1/system/health': ({ engine }) => {
    const state = systemHealth(engine)
    return json(state.status === 'unhealthy' ? 503 : 200, state)
  },
  'GET /api/v1/spaces': ({ engine }) => json(200, { spaces: engine.spaces.all().map(({ id }) => id) }),
  'GET /api/v1/memories': listMemories,
  'POST /api/v1/memories': storeMemory,
  'GET /_lab': ({ engine }) => json(200, innerState(engine)),
}

const documented: Readonly<Record<string, Route>> = {
  'POST /api/v1/spaces/create': ({ engine, body }) => createSpace(engine.spaces, body, 'space_id'),
  'GET /api/v1/query': queryMemories,
  'POST /api/v1/system/rebuild-indices': rebuildIndices,
  'GET /metrics': ({ engine }) => text(exposition(engine)),
}

const faithful: Readonly<Record<string, Route>> = {
  'POST /api/v1/spaces': ({ engine, body }) => createSpace(engine.spaces, body, 'id'),
  'POST /api/v1/query': queryMemories,
  'GET /metrics': ({ engine }) => json(200, jsonMetrics(engine)),
  'GET /metrics/prometheus': ({ engine }) => text(exposition(engine)),
}

/** Answers one request, whoever asks: a client over HTTP, or one of the built-in clients. */
export async function handle(
  engine: Engine,
  method: string,
  url: URL,
  headers: IncomingHttpHeaders,
  body: string,
): Promise<Answer> {
  const space = () => engine.spaces.get(spaceName(engine, url, headers))
  const asked = { engine, url, body, space }
  try {
    return await routeOf(engine, method, url.pathname)(asked)
  } catch (error) {
    return failed(engine, error as Error)
  }
}

function routeOf({ world }: Engine, method: string, path: string): Route {
  const { profile } = world()
  const own = profile === 'documented' ? documented : faithful
  const [, id] = /^\/api\/v1\/memories\/([^/]+)$/.exec(path) ?? []
  if (method === 'GET' && id !== undefined) return (asked) => memoryOf(asked, decodeURIComponent(id))
  return (
    own[`${method} ${path}`] ??
    common[`${method} ${path}`] ??
    (() => refusal(404, 'NOT_FOUND', `no such page: ${method} ${path}`))
  )
}

/** The header names the space, else the query does. A release that forgets the header uses the default space. */
function spaceName({ traits, config }: Engine, url: URL, headers: IncomingHttpHeaders): string {
  if (!traits.routesByHeader) return config.defaultSpace
  const header = headers['x-memory-space']
  return (Array.isArray(header) ? header[0] : header) ?? url.searchParams.get('space') ?? config.defaultSpace
}

function failed({ log }: Engine, error: Error): Answer {
  const status = error instanceof NoSpace ? error.status : error instanceof SyntaxError ? 400 : 503
  if (status !== 400) log.error('api', error.message)
  return refusal(status, status === 404 ? 'SPACE_NOT_FOUND' : 'FAILED', error.message)
}

function createSpace(spaces: Spaces, body: string, key: string): Answer {
  const id = (JSON.parse(body || '{}') as Record<string, unknown>)[key]
  if (typeof id !== 'string') return refusal(400, 'INVALID_SPACE', `\`${key}\` must name the space`)
  const space = spaces.create(id)
  return json(201, { id, persistence_root: space.folder, created_at: now() })
}

/** Finds memories by a word of their content; without an index every one of them is looked at. */
async function queryMemories({ engine, url, body, space }: Asked): Promise<Answer> {
  const { cue = url.searchParams.get('cue') ?? '' } = JSON.parse(body || '{}') as { cue?: string }
  const found = space()
  const began = performance.now()
  await sleep(engine.reach('memory-0000', found))
  const results = [...found.memories.values()].filter(({ content }) => content.includes(cue))
  if (found.index !== 'healthy')
    engine.log.error('index', 'Index corrupted or unavailable: falling back to linear search')
  const limit = Number(url.searchParams.get('limit') ?? 10)
  engine.observe('query', performance.now() - began)
  return json(200, { results: results.slice(0, limit).map(({ id, confidence }) => ({ id, confidence })) })
}

/** What the keeper looks at, whatever the profile shows to others. */
function innerState(engine: Engine) {
  return {
    health: systemHealth(engine),
    walLag: engine.walLag(),
    cycles: engine.cycles,
    sinceCycle: (Date.now() - engine.lastCycle) / 1000,
    startedAt: engine.startedAt,
    changedAt: engine.world().changedAt,
    invalid: engine.spaces.all().reduce((sum, space) => sum + space.invalid().length, 0),
    indices: engine.spaces.all().map(({ index }) => index),
    migrationQueue: engine.migrationQueue,
    p99: engine.recent.quantile(0.99),
    leakedBytes: engine.leakedBytes,
    failedSpaces: engine.spaces.failures().map(([id]) => id),
    isolated: isIsolated(engine),
    version: engine.traits.version,
    full: engine.isFull(),
  }
}

/** Whether the memory of tenant_a is seen in its own space, and in no other. */
function isIsolated(engine: Engine): boolean {
  const sees = (tenant: string) => {
    const name = spaceName(engine, new URL('http://lab'), { 'x-memory-space': tenant })
    return engine.spaces.all().some(({ id, memories }) => id === name && memories.has('tenant_a-0001'))
  }
  return sees('tenant_a') && !sees('tenant_b')
}

export type InnerState = ReturnType<typeof innerState>

function now(): string {
  return new Date().toISOString()
}
