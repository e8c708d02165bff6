import { connect } from 'node:net'
import { fetchText } from '../../shared/keeper/observe.ts'
import type { InnerState } from '../service/routes.ts'

/** What can be seen of the service at one moment. */
export interface Observation {
  /** What the service says of itself; `undefined` when it does not answer. */
  readonly inner: InnerState | undefined
  /** Whether the gRPC port tells its services to those who ask plainly. */
  readonly grpc: boolean
}

/** Looks at the service on these ports; never rejects. */
export async function observe(port: number, grpcPort: number): Promise<Observation> {
  const [text, grpc] = await Promise.all([fetchText(port, '/_lab'), listsServices(grpcPort)])
  return { inner: text?.startsWith('{"health"') ? (JSON.parse(text) as InnerState) : undefined, grpc }
}

function listsServices(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise((resolve) => {
    let text = ''
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('data', (data: Buffer) => (text += data.toString()))
    socket.on('close', () => resolve(text.includes('engram.v1')))
    socket.write('plain list\n')
  })
}

/** Whether a check of the health report is healthy; false when there is no report. */
export function isWell({ inner }: Observation, name: string): boolean {
  return inner?.health.checks.find((check) => check.name === name)?.status === 'healthy'
}
