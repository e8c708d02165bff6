/** Today as an ISO date in UTC, or the day of `SOURCE_DATE_EPOCH` (seconds since 1970), so that a check can be repeated. */
export function today(environment: NodeJS.ProcessEnv): string {
  const fixed = /^\d{1,12}$/.exec(environment.SOURCE_DATE_EPOCH ?? '')?.[0]
  return new Date(fixed === undefined ? Date.now() : Number(fixed) * 1000).toISOString().slice(0, 10)
}
