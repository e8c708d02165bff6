import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { enlist, identityOf, strike } from './identity.ts'

/** A real server, run in the foreground as a unit of the lab. */
export interface ServedUnit {
  /** What the unit and its program are called. */
  readonly unit: string
  readonly program: string
  readonly port: number
  readonly server: ChildProcess
  /** What the server is told for a signal to the unit. */
  readonly signals: Partial<Record<NodeJS.Signals, NodeJS.Signals>>
  readonly isReady: () => boolean | Promise<boolean>
}

/** Stands for the server until it ends: signals go on to it, and it is listed in the folder of instances when it is ready. */
export async function standFor(instances: string, served: ServedUnit): Promise<void> {
  const { unit, program, port, server, signals, isReady } = served
  process.title = `lab-${unit}`
  for (const [told, meant] of Object.entries(signals)) process.on(told, () => server.kill(meant))
  server.on('exit', (code) => {
    strike(instances, process.pid)
    process.exit(code ?? 1)
  })
  server.on('error', (error) => {
    process.stderr.write(`${program}: ${error.message}\n`)
    process.exit(1)
  })
  while (!(await isReady())) await sleep(15)
  const self = identityOf(process.pid)
  if (self !== undefined) enlist(instances, { ...self, name: program, ports: [port], unit })
}
