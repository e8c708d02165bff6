import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { exposition, heapProfile } from './exposition.ts'
import { isAdmin, readiness, type Service } from './state.ts'

interface Answer {
  readonly status: number
  readonly type?: string
  readonly body: string
}

type Route = (service: Service, request: IncomingMessage) => Answer | Promise<Answer>

const text = (body: string): Answer => ({ status: 200, type: 'text/plain; version=0.0.4', body })
const json = (status: number, value: unknown): Answer => ({ status, body: `${JSON.stringify(value)}\n` })

const routes: Readonly<Record<string, Route>> = {
  'GET /health/live': () => text('OK\n'),
  'GET /health/ready': (service) => {
    const state = readiness(service)
    return json(state.status === 'healthy' || state.status === 'degraded' ? 200 : 503, state)
  },
  'GET /metrics': (service) => text(exposition(service)),
  'GET /debug/pprof/heap': (service) => text(heapProfile(service)),
  'GET /admin/maintenance': (service) => json(200, { enabled: service.load.paused }),
  'POST /admin/maintenance': setMaintenance,
  'POST /admin/circuit-breaker/reset': resetBreaker,
  'POST /admin/mode': setMode,
  'GET /api/episodes': listEpisodes,
  'POST /api/episodes': createEpisode,
}

/** The server of a service, not yet listening. Everything under `/admin` and `/api` wants the admin token. */
export function serverOf(service: Service): Server {
  return createServer((request, response) => {
    void answer(service, request)
      .catch((error: unknown) => json(400, { error: (error as Error).message }))
      .then((reply) => send(response, reply))
  })
}

async function answer(service: Service, request: IncomingMessage): Promise<Answer> {
  const path = (request.url ?? '/').replace(/\?.*/, '')
  const route = routes[`${request.method} ${path}`]
  if (route === undefined) return json(404, { error: `no such page: ${request.method} ${path}` })
  const guarded = path.startsWith('/admin/') || path.startsWith('/api/')
  if (guarded && !isAdmin(service, request.headers.authorization)) {
    return json(401, { error: 'the admin token is missing or wrong' })
  }
  return route(service, request)
}

function send(response: ServerResponse, reply: Answer): void {
  response.writeHead(reply.status, { 'content-type': reply.type ?? 'application/json' })
  response.end(reply.body)
}

async function setMaintenance(service: Service, request: IncomingMessage): Promise<Answer> {
  const { enabled, message } = await bodyOf(request)
  if (typeof enabled !== 'boolean') return json(400, { error: '`enabled` must be true or false' })
  service.load.paused = enabled
  service.log.info(
    'admin',
    `maintenance mode ${enabled ? 'on' : 'off'}: ${typeof message === 'string' ? message : 'no message'}`,
  )
  return json(200, { enabled })
}

async function resetBreaker(service: Service, request: IncomingMessage): Promise<Answer> {
  const { backend } = await bodyOf(request)
  const breaker =
    backend === 'turso' ? service.storage.breaker : backend === 'redb' ? service.cache.breaker : undefined
  if (breaker === undefined) return json(400, { error: '`backend` must be turso or redb' })
  breaker.reset()
  service.log.info('admin', `circuit breaker of ${String(backend)} reset`)
  return json(200, { backend, state: breaker.state })
}

async function setMode(service: Service, request: IncomingMessage): Promise<Answer> {
  const { mode } = await bodyOf(request)
  if (mode !== 'normal' && mode !== 'cache-only')
    return json(400, { error: '`mode` must be normal or cache-only' })
  service.load.cacheOnly = mode === 'cache-only'
  service.log.info('admin', `mode is ${mode}`)
  const written = mode === 'normal' ? await service.load.writeQueued().catch(() => 0) : 0
  return json(200, { mode, queued: service.cache.queued.length, written })
}

async function createEpisode(service: Service, request: IncomingMessage): Promise<Answer> {
  const { task } = await bodyOf(request)
  if (typeof task !== 'string' || task === '') return json(400, { error: '`task` must be a text' })
  if (service.load.paused) return json(503, { error: 'in maintenance' })
  const began = performance.now()
  try {
    const id = await service.load.store('api', task)
    return json(201, { id, duration_ms: Math.round(performance.now() - began) })
  } catch (error) {
    return json(503, { error: (error as Error).message })
  }
}

async function listEpisodes(service: Service, request: IncomingMessage): Promise<Answer> {
  const limit = Number(new URL(request.url ?? '/', 'http://lab').searchParams.get('limit') ?? 10)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    return json(400, { error: '`limit` is 1 to 1000' })
  try {
    return json(200, await service.storage.newestEpisodes(limit))
  } catch (error) {
    return json(503, { error: (error as Error).message })
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let body = ''
  for await (const chunk of request) {
    body += String(chunk)
    if (body.length > 65_536) throw new Error('the body is too long')
  }
  return JSON.parse(body || '{}') as Record<string, unknown>
}
