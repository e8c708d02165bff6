import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import type { Engine } from './engine.ts'
import { exposition } from './exposition.ts'

/** What a keeper sees of the service from inside. */
export interface InnerState {
  readonly health: ReturnType<Engine['health']>
  readonly startedAt: number
  readonly p95: number
  readonly errorRate: number
  readonly damage: boolean
  readonly certificateSeconds: number
  readonly diskRatio: number
  readonly connections: number
  readonly limit: number
}

/** The service over plain HTTP, and the same over TLS. */
export function servers(engine: Engine): { plain: Server; tls: Server } {
  const listener: RequestListener = (request, response) => void answer(engine, request, response)
  const { certificate, key } = engine.config
  const tls = createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, listener)
  return { plain: createServer(listener), tls }
}

async function answer(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://lab')
  try {
    await route(engine, request, response, url)
  } catch (error) {
    send(response, 500, { error: (error as Error).message })
  }
}

async function route(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const name = `${request.method} ${url.pathname}`
  if (name === 'GET /api/v1/health') {
    const health = engine.health()
    return send(response, health.status === 'unhealthy' ? 503 : 200, health)
  }
  if (name === 'GET /metrics') return void response.end(exposition(engine))
  if (name === 'GET /_lab') return send(response, 200, inner(engine))
  if (name === 'GET /api/v1/memories') {
    const { tier = 'working', limit = '10' } = Object.fromEntries(url.searchParams)
    return send(response, 200, await engine.recall(tier, Number(limit)))
  }
  if (name === 'POST /api/v1/memories') {
    const { content } = JSON.parse(await text(request)) as { content?: string }
    if (content === undefined) return send(response, 400, { error: '`content` is missing' })
    return send(response, 201, { id: await engine.remember(content) })
  }
  send(response, 404, { error: `no such page: ${url.pathname}` })
}

function inner(engine: Engine): InnerState {
  return {
    health: engine.health(),
    startedAt: engine.startedAt,
    p95: engine.recent.quantile(0.95),
    errorRate: engine.errorRate(),
    damage: engine.sight.damage,
    certificateSeconds: engine.certificateSeconds(),
    diskRatio: engine.diskRatio(),
    connections: engine.sight.connections,
    limit: engine.sight.limit,
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(`${JSON.stringify(body)}\n`)
}
