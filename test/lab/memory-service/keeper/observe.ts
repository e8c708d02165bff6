import { fetchText, sampleReader } from '../../shared/keeper/observe.ts'
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
    metric: sampleReader(metrics),
  }
}

export function checkOf(seen: Observation, name: string): string {
  return seen.ready?.checks.find((check) => check.name === name)?.status ?? 'unknown'
}
