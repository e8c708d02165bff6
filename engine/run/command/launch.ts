import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { keyPath } from '../supervisor/protocol.ts'

/** The programs of ours that run on their own: bundled beside the engine, or the sources of a checkout. */
export type Program = 'supervisor' | 'request' | 'change'

const keyBytes = 32

/** Path of one of our own programs, for the Node that runs the engine. */
export function programPath(program: Program): string {
  const here = import.meta.dirname
  const source = join(here, '..', program, 'main.ts')
  if (existsSync(source)) return source
  const built = [here, dirname(here)].map((folder) => join(folder, `${program}.js`))
  return built.find((path) => existsSync(path)) ?? join(here, `${program}.js`)
}

/**
 * The run's key, made when the run has none yet, or when a machine that went down left only the beginning of one. Not synced:
 * no supervisor outlives the machine, and the next one takes the key that it finds.
 */
export function runKey(runDirectory: string): string {
  const path = keyPath(runDirectory)
  const known = existsSync(path) ? readFileSync(path, 'utf8') : ''
  if (known.length === keyBytes * 2) return known
  const key = randomBytes(keyBytes).toString('hex')
  writeFileSync(path, key, { mode: 0o600 })
  return key
}

/**
 * Starts the supervisor of a run in a session of its own, so that neither a closed terminal nor the engine's death
 * reaches it. Resolves when it listens, or when it left because another one does.
 */
export function launchSupervisor(
  runDirectory: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(process.execPath, [programPath('supervisor'), runDirectory], {
    cwd: '/',
    detached: true,
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.unref()
  return new Promise((resolve, reject) => {
    const settle = () => {
      child.stdout.destroy()
      resolve()
    }
    child.once('error', reject)
    child.stdout.once('data', settle).once('end', settle)
  })
}
