import { connect } from 'node:net'
import { fetchText } from '../../shared/keeper/observe.ts'
import type { InnerState } from '../service/routes.ts'

/** What can be seen of the service at one moment. */
export interface Observation {
  /** What the service says of itself; `undefined` when it does not answer. */
  readonly inner: InnerState | undefined
  /** Whether the gRPC port tells its services, plainly or over TLS. */
  readonly grpc: boolean
}

/** Looks at the service on these ports; never rejects. */
export async function observe(port: number, grpcPort: number): Promise<Observation> {
  const [text, ...lists] = await Promise.all([
    fetchText(port, '/_lab'),
    listsServices(grpcPort, 'plain'),
    listsServices(grpcPort, 'tls'),
  ])
  const inner = text?.startsWith('{"health"') ? (JSON.parse(text) as InnerState) : undefined
  return { inner, grpc: lists.includes(true) }
}

function listsServices(port: number, greeting: 'plain' | 'tls'): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise((resolve) => {
    let text = ''
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('data', (data: Buffer) => (text += data.toString()))
    socket.on('close', () => resolve(text.includes('engram.v1')))
    socket.write(`${greeting} list\n`)
  })
}

/** Whether a check of the health report is healthy; false when there is no report. */
export function isWell({ inner }: Observation, name: string): boolean {
  return inner?.health.checks.find((check) => check.name === name)?.status === 'healthy'
}
