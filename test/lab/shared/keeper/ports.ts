import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { randomInt } from 'node:crypto'

/** Below the ports that systems give to outgoing connections (Linux from 32768, macOS from 49152, ip(7)). */
const first = 20_000
const last = 32_000

/**
 * A TCP port on the loopback address that stays this process's to give away: no system hands it out by itself, and
 * other labs pass it by, because the UDP port of the same number is held for as long as this process lives.
 */
export async function reservePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, last)
    if ((await holdUdp(port)) && (await isTcpFree(port))) return port
  }
}

function holdUdp(port: number): Promise<boolean> {
  const socket = createSocket({ type: 'udp4', reuseAddr: false })
  return new Promise((resolve) => {
    socket.once('error', () => resolve(false))
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      socket.unref()
      resolve(true)
    })
  })
}

function isTcpFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
