/** The page's text whatever its status; `undefined` when nobody answers within two seconds. */
export async function fetchText(port: number, path: string): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2000) })
    return await response.text()
  } catch {
    return undefined
  }
}

/** Reads samples out of the Prometheus text format: the value of one that is written exactly so, `NaN` without it. */
export function sampleReader(metrics: string | undefined): (sample: string) => number {
  return (sample) => {
    const line = metrics?.split('\n').find((text) => text.startsWith(`${sample} `))
    return Number(line?.slice(sample.length + 1) ?? Number.NaN)
  }
}
