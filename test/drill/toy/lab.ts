import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The smallest lab there is: a folder in which a file `broken` is the fault. `stubborn` puts the file back whenever it is
 * looked at, `shy` never shows.
 */
export const faultNames = ['broken', 'stubborn', 'shy']

const faults = new Map<string, string | null>()

export function up(folder: string, fault?: string) {
  mkdirSync(folder, { recursive: true })
  faults.set(folder, fault ?? null)
  if (fault !== undefined && fault !== 'shy') writeFileSync(join(folder, 'broken'), 'it does not work\n')
  writeFileSync(join(folder, 'lab.json'), '{}')
  return Promise.resolve({
    name: 'toy',
    pid: process.pid,
    port: 0,
    fault: fault ?? null,
    startedAt: new Date().toISOString(),
    inputs: { DIR: folder },
    secrets: { TOKEN: 'a-secret-of-the-toy' },
    path: [],
    environment: {},
  })
}

export function down(folder: string) {
  const there = existsSync(folder)
  if (process.env.RUNBOOK_TOY_LOG !== undefined)
    writeFileSync(process.env.RUNBOOK_TOY_LOG, `down ${folder}\n`, { flag: 'a' })
  rmSync(folder, { recursive: true, force: true })
  return Promise.resolve(there)
}

export function check(folder: string) {
  if (faults.get(folder) === 'stubborn') writeFileSync(join(folder, 'broken'), 'it does not work again\n')
  return Promise.resolve(existsSync(join(folder, 'broken')))
}

export function setFault(folder: string, fault: string | null) {
  return up(folder, fault ?? undefined)
}

export function status(): undefined {
  return undefined
}
