/** One thing to do that may not be done beside others of the same name. */
export interface Job<Result> {
  /** Jobs with the same name collide; without one they never do. */
  readonly alone?: string
  readonly work: () => Promise<Result>
}

/**
 * Does jobs in their order, at most `width` at a time, those that collide one after the other. Gives the results in the
 * order of the jobs; none is begun any more once `signal` aborts.
 */
export async function inTurn<Result>(
  jobs: readonly Job<Result>[],
  width: number,
  signal: AbortSignal,
): Promise<Result[]> {
  const open = jobs.map((job, index) => ({ job, index }))
  const busy = new Set<string>()
  const results: { readonly index: number; readonly result: Result }[] = []
  let wake: (() => void)[] = []
  const worker = async (): Promise<void> => {
    while (open.length > 0 && !signal.aborted) {
      const at = open.findIndex(({ job }) => job.alone === undefined || !busy.has(job.alone))
      if (at < 0) {
        await new Promise<void>((resolve) => wake.push(resolve))
        continue
      }
      const [{ job, index }] = open.splice(at, 1) as [(typeof open)[number]]
      if (job.alone !== undefined) busy.add(job.alone)
      try {
        results.push({ index, result: await job.work() })
      } finally {
        if (job.alone !== undefined) busy.delete(job.alone)
        for (const resolve of wake) resolve()
        wake = []
      }
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results.sort((a, b) => a.index - b.index).map(({ result }) => result)
}
