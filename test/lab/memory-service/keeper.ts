import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { extname, join } from 'node:path'
import { Keeper } from './keeper/keeper.ts'
import { layoutOf } from './layout.ts'

/** Ports that nobody listens on at this moment, all different. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()]
  const ports = servers.map(
    (server) =>
      new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          const address = server.address()
          resolve(address !== null && typeof address === 'object' ? address.port : 0)
        })
      }),
  )
  const [first = 0, second = 0] = await Promise.all(ports)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return [first, second]
}

async function main(root: string, fault: string | undefined): Promise<void> {
  process.title = 'lab-keeper'
  const layout = layoutOf(root)
  mkdirSync(layout.instances, { recursive: true })
  mkdirSync(join(root, 'log'), { recursive: true })
  const stopLimit = Number(process.env.MEMORY_SERVICE_STOP_LIMIT ?? 5000)
  const keeper = new Keeper(layout, await freePorts(), stopLimit, {
    folder: import.meta.dirname,
    extension: extname(import.meta.filename),
  })
  process.once('SIGTERM', () => void keeper.end().finally(() => process.exit(0)))
  await keeper.open()
  await keeper.bringAbout(fault ?? null)
}

main(process.argv[2] ?? '', process.argv[3]).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
})
