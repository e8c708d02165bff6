import { createServer } from 'node:net'
import { enlist, identityOf } from '../../shared/identity.ts'

/** A process of somebody else that took a port: `node squatter.ts PORT INSTANCES`. It ends on TERM, as others do. */
function main([port = '', instances = '']: readonly string[]): void {
  process.title = 'report-agent'
  const server = createServer((socket) => socket.destroy())
  server.listen(Number(port), '127.0.0.1', () => {
    const self = identityOf(process.pid)
    if (self !== undefined)
      enlist(instances, { ...self, name: 'report-agent', ports: [Number(port)], unit: 'by-hand' })
  })
}

main(process.argv.slice(2))
