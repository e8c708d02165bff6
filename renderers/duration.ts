const steps = [
  { unit: 'd', length: 86_400_000 },
  { unit: 'h', length: 3_600_000 },
  { unit: 'min', length: 60_000 },
  { unit: 's', length: 1000 },
] as const

/** A length of time for people, from milliseconds: `340 ms`, `1.2 s`, `4 min 10 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  const length = Math.max(0, Math.round(milliseconds))
  if (length < 1000) return `${length} ms`
  if (length < 10_000) return `${Number((length / 1000).toFixed(1))} s`
  const index = steps.findIndex((step) => length >= step.length)
  const [large, small] = [steps[index], steps[index + 1]]
  if (large === undefined || small === undefined) return `${Math.round(length / 1000)} s`
  const rest = Math.floor((length % large.length) / small.length)
  return `${Math.floor(length / large.length)} ${large.unit}${rest > 0 ? ` ${rest} ${small.unit}` : ''}`
}

/** Milliseconds between two ISO instants. */
export function between(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from)
}
