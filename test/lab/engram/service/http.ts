import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { json, refusal } from './answer.ts'
import type { Engine } from './engine.ts'
import { handle } from './routes.ts'

/** The HTTP side, not yet listening; without an engine the tiers are still being loaded. `POST /shutdown` ends it. */
export function httpServer(engine: () => Engine | undefined, shutDown: () => void): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://lab')
    const isEnd = request.method === 'POST' && url.pathname === '/shutdown'
    const answer = async (body: string) => {
      const ready = engine()
      if (ready === undefined) return refusal(503, 'STARTING', 'the storage tiers are being loaded')
      if (isEnd) return json(200, { status: 'shutting down' })
      return handle(ready, request.method ?? 'GET', url, request.headers, body)
    }
    void text(request).then(async (asked) => {
      const { status, type, body } = await answer(asked)
      response.writeHead(status, { 'content-type': type })
      return response.end(body, isEnd ? shutDown : undefined)
    })
  })
}
