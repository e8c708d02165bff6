import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import type { Config } from './config.ts'

const services = ['engram.v1.EngramService', 'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection']
const methods = ['Activate', 'Consolidate', 'Forget', 'Recall', 'Remember']

/**
 * The gRPC side, as far as reachability goes: a TCP listener that tells its services to whoever says `list`. With TLS it
 * does not understand those who speak plainly. The packet filter's rules hold for it: connections that they drop end at once,
 * and so do all of them while it is stuck.
 */
export function grpcServer({ grpc }: Config, firewall: string, isStuck: () => boolean): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined)
    if (isStuck() || isDropped(firewall, grpc.port)) socket.destroy()
    else socket.once('data', (data: Buffer) => answer(socket, data.toString().trim(), grpc.tls))
  })
}

/** Why TLS cannot be offered; `undefined` when it can, or is not asked for. */
export function tlsProblem({ grpc }: Config): string | undefined {
  if (!grpc.tls) return undefined
  const missing = grpc.certificate.split(' ').find((path) => !existsSync(path))
  return missing === undefined ? undefined : `TLS certificate or key ${missing || '(not set)'} cannot be read`
}

function answer(socket: Socket, line: string, tls: boolean): void {
  const [greeting, verb, service] = line.split(' ')
  if ((greeting === 'tls') !== tls) return void socket.destroy()
  const known =
    service === undefined
      ? services
      : services.includes(service)
        ? methods.map((name) => `${service}.${name}`)
        : []
  socket.end(verb === 'list' ? known.map((name) => `${name}\n`).join('') : '')
}

/** The first rule for the port decides, as in iptables(8); without one the connection is accepted. */
function isDropped(path: string, port: number): boolean {
  const rules = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  const first = rules.find((rule) => rule.split(' ')[1] === String(port))
  return first !== undefined && !first.startsWith('ACCEPT')
}
