const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** The whole of a duration: numbers with units, the largest unit first (`250ms`, `90d`, `1h30m`). */
export const durationPattern = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/

/** Milliseconds of a duration such as `30m` or `1h30m`; nothing when the text is not one. */
export function parseDuration(text: string): number | undefined {
  const parts = durationPattern.exec(text)
  if (parts === null) return undefined
  const [, d, h, m, s, ms] = parts.map((part) => Number(part ?? 0))
  const total = (d ?? 0) * units.d + (h ?? 0) * units.h + (m ?? 0) * units.m + (s ?? 0) * units.s + (ms ?? 0)
  return Number.isSafeInteger(total) ? total : undefined
}

/** A duration as an author would write it: `90000` is `1m30s`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds)
  if (rest === 0) return '0s'
  const parts = (['d', 'h', 'm', 's', 'ms'] as const).map((unit) => {
    const count = Math.floor(rest / units[unit])
    rest -= count * units[unit]
    return count > 0 ? `${count}${unit}` : ''
  })
  return parts.join('')
}
