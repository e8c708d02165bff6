import { mkdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { reservePort } from '../shared/keeper/ports.ts'
import { Keeper } from './keeper/keeper.ts'
import { layoutOf } from './layout.ts'
import type { Profile } from './world.ts'

async function main([root = '', fault, name = 'engram']: readonly string[]): Promise<void> {
  process.title = 'lab-keeper'
  const layout = layoutOf(root)
  mkdirSync(layout.instances, { recursive: true })
  mkdirSync(join(root, 'log'), { recursive: true })
  const profile: Profile = name === 'engram' ? 'documented' : 'faithful'
  const programs = { folder: import.meta.dirname, extension: extname(import.meta.filename) }
  const keeper = new Keeper(layout, {
    name,
    profile,
    programs,
    port: await reservePort(),
    grpcPort: await reservePort(),
  })
  process.once('SIGTERM', () => void keeper.end().finally(() => process.exit(0)))
  await keeper.open(fault || null)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
})
