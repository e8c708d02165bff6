import type { Readiness } from '../service/state.ts'

/** What the outside sees of the service at one moment. */
export interface Observation {
  readonly live: boolean
  readonly ready: Readiness | undefined
  /** The value of a sample written exactly so, `NaN` when there is none. */
  metric(sample: string): number
}

/** Looks at the service that listens on `port`; never rejects. */
export async function observe(port: number): Promise<Observation> {
  const [ready, metrics] = await Promise.all([fetchText(port, '/health/ready'), fetchText(port, '/metrics')])
  return {
    live: metrics !== undefined,
    ready: ready?.startsWith('{"status"') ? (JSON.parse(ready) as Readiness) : undefined,
    metric: (sample) => {
      const line = metrics?.split('\n').find((text) => text.startsWith(`${sample} `))
      return Number(line?.slice(sample.length + 1) ?? Number.NaN)
    },
  }
}

/** The page's text whatever its status; `undefined` when nobody answers within two seconds. */
export async function fetchText(port: number, path: string): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2000) })
    return await response.text()
  } catch {
    return undefined
  }
}

export function checkOf(seen: Observation, name: string): string {
  return seen.ready?.checks.find((check) => check.name === name)?.status ?? 'unknown'
}
