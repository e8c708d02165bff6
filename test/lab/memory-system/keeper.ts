import { mkdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { reservePort } from '../shared/keeper/ports.ts'
import { Keeper } from './keeper/keeper.ts'
import { layoutOf } from './layout.ts'

async function main([root = '', fault]: readonly string[]): Promise<void> {
  process.title = 'lab-keeper'
  const layout = layoutOf(root)
  mkdirSync(layout.instances, { recursive: true })
  mkdirSync(join(root, 'log'), { recursive: true })
  const ports = {
    http: await reservePort(),
    tls: await reservePort(),
    database: await reservePort(),
    prometheus: await reservePort(),
  }
  const keeper = new Keeper(layout, ports, {
    folder: import.meta.dirname,
    extension: extname(import.meta.filename),
  })
  process.once('SIGTERM', () => void keeper.close().finally(() => process.exit(0)))
  await keeper.open(fault || null)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
})
