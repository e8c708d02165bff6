import { mkdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { Keeper, type Ports } from './keeper/keeper.ts'
import { reservePort } from '../shared/keeper/ports.ts'
import { layoutOf } from './layout.ts'

async function reservePorts(): Promise<Ports> {
  return { service: await reservePort(), second: await reservePort(), turso: await reservePort() }
}

async function main(root: string, fault: string | null): Promise<void> {
  process.title = 'lab-keeper'
  const layout = layoutOf(root)
  mkdirSync(layout.instances, { recursive: true })
  mkdirSync(join(root, 'log'), { recursive: true })
  const stopLimit = Number(process.env.MEMORY_SERVICE_STOP_LIMIT ?? 5000)
  const keeper = new Keeper(layout, await reservePorts(), stopLimit, {
    folder: import.meta.dirname,
    extension: extname(import.meta.filename),
  })
  process.once('SIGTERM', () => void keeper.end().finally(() => process.exit(0)))
  await keeper.open(fault)
}

main(process.argv[2] ?? '', process.argv[3] || null).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
})
