import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../world.ts'
import type { Databases, Statement } from './database.ts'

interface Reply {
  readonly status: number
  readonly body: unknown
}

/** The HTTP side of Turso: `/DATABASE/.well-known/health`, `/DATABASE/v2/stream`, `/DATABASE/v2/pipeline`. */
export class Turso {
  readonly port: number
  readonly #databases: Databases
  readonly #token: string
  readonly #world: () => World
  readonly #server: Server

  constructor(port: number, databases: Databases, token: string, world: () => World) {
    this.port = port
    this.#databases = databases
    this.#token = token
    this.#world = world
    this.#server = createServer((request, response) => {
      void this.#reply(request, response)
    })
  }

  /** From now on connections are taken. */
  open(): Promise<void> {
    if (this.#server.listening) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.port, '127.0.0.1', resolve)
    })
  }

  /** From now on connections are refused. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  async #reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.#answer(request).catch((error: unknown) => ({
      status: 400,
      body: { error: (error as Error).message },
    }))
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(`${JSON.stringify(body)}\n`)
  }

  async #answer(request: IncomingMessage): Promise<Reply> {
    const text = await textOf(request)
    const { latency, turso } = this.#world()
    await sleep(latency)
    if (turso === 'unavailable') return { status: 503, body: { error: 'the database is unavailable' } }
    if (request.headers.authorization !== `Bearer ${this.#token}`) {
      return { status: 401, body: { error: 'the token is missing or wrong' } }
    }
    const [, name = '', ...page] = (request.url ?? '').split('/')
    if (!this.#databases.has(name)) return { status: 404, body: { error: `database ${name} not found` } }
    return this.#page(name, page.join('/'), text)
  }

  #page(name: string, page: string, text: string): Reply {
    if (page === '.well-known/health') return { status: 200, body: { status: 'ok', database: name } }
    if (page === 'v2/stream') return { status: 200, body: { stream: this.#databases.stream(name) } }
    if (page === 'v2/pipeline') return this.#pipeline(name, text)
    return { status: 404, body: { error: `no such page: ${page}` } }
  }

  #pipeline(name: string, text: string): Reply {
    const { stream, calls } = JSON.parse(text) as { stream: string; calls: Statement[][] }
    if (stream !== this.#databases.stream(name)) {
      return { status: 400, body: { error: `stream expired: ${stream} is gone, open a new one` } }
    }
    return { status: 200, body: calls.map((statements) => this.#run(name, statements)) }
  }

  #run(name: string, statements: Statement[]): { rows: unknown } | { error: string } {
    try {
      return { rows: this.#databases.run(name, statements) }
    } catch (error) {
      return { error: (error as Error).message }
    }
  }
}
