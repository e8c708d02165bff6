import { fetchText } from './observe.ts'
import { evaluate, type Series, type Value } from './promql.ts'
import { parsePromql } from './promql-parse.ts'

/** Milliseconds between two scrapes, and how long a sample is kept. */
const scrapeEvery = 1000
const kept = 60 * 60 * 1000

/** Scrapes the service and answers instant queries as the HTTP API of Prometheus does. */
export class Prometheus {
  readonly #port: number
  readonly #job: string
  readonly #series = new Map<
    string,
    { readonly labels: Record<string, string>; samples: [number, number][] }
  >()

  /** Scrapes `/metrics` of the service on `port`, as the job `job`. */
  constructor(port: number, job: string) {
    this.#port = port
    this.#job = job
  }

  start(): void {
    setInterval(() => void this.#scrape(), scrapeEvery)
    void this.#scrape()
  }

  /** `/prometheus/api/v1/query`, GET or POST, with `query` and maybe `time` (seconds). */
  answer(url: URL, body: string): unknown {
    if (!url.pathname.endsWith('/api/v1/query'))
      return { status: 'error', error: `no such page: ${url.pathname}` }
    const asked = new URLSearchParams(body)
    const query = url.searchParams.get('query') ?? asked.get('query') ?? ''
    const time = Number(url.searchParams.get('time') ?? asked.get('time') ?? Date.now() / 1000)
    try {
      return {
        status: 'success',
        data: written(evaluate(parsePromql(query), this.#all(), time * 1000), time),
      }
    } catch (error) {
      return { status: 'error', errorType: 'bad_data', error: (error as Error).message }
    }
  }

  #all(): Series[] {
    return [...this.#series.values()]
  }

  async #scrape(): Promise<void> {
    const text = await fetchText(this.#port, '/metrics')
    const now = Date.now()
    this.#keep(`up{job="${this.#job}"}`, now, text === undefined ? 0 : 1)
    for (const line of text?.split('\n') ?? []) {
      const space = line.lastIndexOf(' ')
      if (line !== '' && !line.startsWith('#'))
        this.#keep(line.slice(0, space), now, Number(line.slice(space + 1)))
    }
  }

  #keep(sample: string, at: number, value: number): void {
    const series = this.#series.get(sample) ?? { labels: labelsOf(sample), samples: [] }
    this.#series.set(sample, series)
    series.samples.push([at, value])
    if ((series.samples[0]?.[0] ?? at) < at - kept) series.samples.splice(0, series.samples.length >> 3)
  }
}

function labelsOf(sample: string): Record<string, string> {
  const labels: Record<string, string> = { __name__: sample.replace(/\{.*/, '') }
  for (const [, name = '', value = ''] of sample.matchAll(/(\w+)="([^"]*)"/g)) labels[name] = value
  return labels
}

/** As the API writes it: numbers are texts, instants are seconds. */
function written(value: Value, time: number): unknown {
  const text = (number: number) => (Number.isFinite(number) ? String(number) : specialText(number))
  if (typeof value === 'number') return { resultType: 'scalar', result: [time, text(value)] }
  const result = value.map(({ labels, value: number }) => ({ metric: labels, value: [time, text(number)] }))
  return { resultType: 'vector', result }
}

function specialText(number: number): string {
  return Number.isNaN(number) ? 'NaN' : number > 0 ? '+Inf' : '-Inf'
}
