import { Agent, request } from 'node:http'

export interface Statement {
  readonly sql: string
  readonly args: readonly (string | number | null)[]
}

export type Row = Readonly<Record<string, string | number | null>>

/** Nobody answered, or with 5xx: what a circuit breaker counts. */
export class Unreachable extends Error {}

/** The database answered and said no. */
export class Refused extends Error {}

interface Pending {
  readonly statements: readonly Statement[]
  readonly resolve: (rows: Row[]) => void
  readonly reject: (error: Error) => void
}

/** Milliseconds in which calls of several connections are gathered into one request. */
const gather = 40

/**
 * A client of one Turso database. Its stream is opened once, by the first call that gets through, and kept for
 * the life of the process, as the service has always done: when the server forgets the stream, only a new process gets one.
 */
export class TursoClient {
  readonly #url: string
  readonly #token: string
  readonly #agent = new Agent({ keepAlive: true })
  #stream: Promise<string> | undefined
  #pending: Pending[] = []

  constructor(url: string, token: string) {
    this.#url = url
    this.#token = token
  }

  /** Runs the statements in one transaction and gives the rows of the last. */
  execute(statements: readonly Statement[]): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      if (this.#pending.length === 0) setTimeout(() => void this.#flush(), gather)
      this.#pending.push({ statements, resolve, reject })
    })
  }

  /** Resolves when the database says that it is healthy. */
  async health(): Promise<void> {
    await this.#call('GET', '/.well-known/health')
  }

  close(): void {
    this.#agent.destroy()
  }

  async #flush(): Promise<void> {
    const calls = this.#pending
    this.#pending = []
    try {
      const stream = await this.#openStream()
      const answers = await this.#call('POST', '/v2/pipeline', {
        stream,
        calls: calls.map((call) => call.statements),
      })
      for (const [index, answer] of (answers as { rows?: Row[]; error?: string }[]).entries()) {
        if (answer.rows) calls[index]?.resolve(answer.rows)
        else calls[index]?.reject(new Refused(answer.error))
      }
    } catch (error) {
      for (const call of calls) call.reject(error as Error)
    }
  }

  #openStream(): Promise<string> {
    this.#stream ??= this.#call('POST', '/v2/stream').then(
      (answer) => (answer as { stream: string }).stream,
      (error: unknown) => {
        this.#stream = undefined
        throw error
      },
    )
    return this.#stream
  }

  #call(method: string, path: string, body?: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.#token}` }
      const call = request(
        this.#url + path,
        { method, headers, agent: this.#agent, timeout: 5000 },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            const status = response.statusCode ?? 500
            if (status >= 500) reject(new Unreachable(`turso answered ${status}: ${text}`))
            else if (status >= 400) reject(new Refused(text))
            else resolve(JSON.parse(text || 'null'))
          })
        },
      )
      call.on('timeout', () => call.destroy(new Error('no answer in 5 s')))
      call.on('error', (error) => reject(new Unreachable(`turso cannot be reached: ${error.message}`)))
      call.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }
}
