import { readFileSync } from 'node:fs'

/** One request, as this program reads it from descriptor 3: secrets are never among its arguments. */
export interface RequestOrder {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: string
  /** `body`: the answer's body is the output. `promql`: the values of a query are. */
  readonly answer: 'body' | 'promql'
}

/** As `curl --fail` has it: the answer came, and its status says no. */
const refusedStatus = 22
/** How often an answer may lead on to another address. */
const mostRedirects = 5

try {
  const order = JSON.parse(readFileSync(3, 'utf8')) as RequestOrder
  const response = await send(order)
  process.exitCode = response.ok || response.status < 400 ? 0 : refusedStatus
  if (order.answer === 'promql') showValues(await response.text())
  else await showAnswer(response)
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
}

/** Follows only what is asked again without a body, and tells another host nothing but the request line. */
async function send({ method, url, headers, body }: RequestOrder): Promise<Response> {
  let address = new URL(url)
  let sent = headers
  for (let hops = 0; ; hops++) {
    const init = {
      method,
      headers: new Headers(sent.map(([name, value]) => [name, value])),
      redirect: 'manual' as const,
    }
    const response = await fetch(address, body === undefined ? init : { ...init, body })
    const location = response.headers.get('location')
    const leads = response.status >= 300 && response.status < 400 && location !== null
    if (!leads || !/^(GET|HEAD)$/.test(method) || hops === mostRedirects) return response
    const next = new URL(location, address)
    if (next.origin !== address.origin) sent = sent.filter(([name]) => /^accept/i.test(name))
    address = next
    await response.body?.cancel()
  }
}

async function showAnswer(response: Response): Promise<void> {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\n`)
  process.stderr.write(`HTTP ${response.status} ${response.statusText}\n${headers.join('')}`)
  for await (const bytes of response.body ?? []) await write(bytes)
}

function write(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}

interface Sample {
  readonly metric?: Readonly<Record<string, string>>
  readonly value?: readonly [number, string]
}

/** The answer of Prometheus' HTTP API, version 1. */
interface QueryAnswer {
  readonly status?: string
  readonly error?: string
  readonly data?: Vector | Scalar | Matrix
}
interface Vector {
  readonly resultType: 'vector'
  readonly result: readonly Sample[]
}
interface Scalar {
  readonly resultType: 'scalar' | 'string'
  readonly result: readonly [number, string]
}
interface Matrix {
  readonly resultType: 'matrix'
}

/** One value a line; which series it belongs to stands at the same line of standard error. */
function showValues(text: string): void {
  const answer = parse(text)
  const { data } = answer
  if (answer.status !== 'success' || data === undefined) {
    process.exitCode = refusedStatus
    process.stderr.write(`${answer.error ?? `the answer is not Prometheus': ${text.slice(0, 200)}`}\n`)
  } else if (data.resultType === 'matrix') {
    process.exitCode = 1
    process.stderr.write(
      'the query gives ranges, not values: wrap it in a function like `rate` or `avg_over_time`\n',
    )
  } else if (data.resultType === 'vector') {
    for (const { metric = {}, value } of data.result) {
      process.stdout.write(`${value?.[1] ?? ''}\n`)
      process.stderr.write(`${nameSeries(metric)}\n`)
    }
  } else process.stdout.write(`${data.result[1]}\n`)
}

function parse(text: string): QueryAnswer {
  try {
    return JSON.parse(text) as QueryAnswer
  } catch {
    return {}
  }
}

function nameSeries({ __name__: name = '', ...labels }: Readonly<Record<string, string>>): string {
  const shown = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  return `${name}{${shown.join(', ')}}`
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof AggregateError) return cause.errors.map((one) => describe(one)).join(', ')
  return cause instanceof Error ? `${error.message}: ${cause.message || String(cause)}` : error.message
}
