import { exit, type Exit } from '../exit.ts'

const statuses = { SIGINT: exit.interrupted, SIGTERM: exit.terminated, SIGHUP: exit.terminated } as const

/**
 * Does the work with a signal that aborts at the first Ctrl-C, TERM or hang-up: commands are stopped, labs that were
 * started are ended. Gives the status of the signal then, and that of the work otherwise.
 */
export async function untilEnded(work: (signal: AbortSignal) => Promise<Exit>): Promise<Exit> {
  const controller = new AbortController()
  let ended: Exit | undefined
  const listeners = Object.entries(statuses).map(([name, status]) => {
    const listener = () => {
      const first = ended === undefined
      ended ??= status
      controller.abort('interrupted')
      if (first) process.stderr.write('ending the drills, and the labs that they started …\n')
    }
    process.on(name, listener)
    return [name, listener] as const
  })
  try {
    const status = await work(controller.signal)
    return ended ?? status
  } finally {
    for (const [name, listener] of listeners) process.off(name, listener)
  }
}
