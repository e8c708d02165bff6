import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Digest of the engine's own text, set when it is built; empty when it runs from its sources. */
export const engineDigest: string = process.env.RUNBOOK_ENGINE ?? ''

/** The folder that holds `package.json`, `runbooks/` and `test/lab/`, from the sources and when built. */
export const packageRoot: string = rootAbove(import.meta.dirname)

function rootAbove(folder: string): string {
  const built = folder.replace(/[\\/]dist([\\/]parts)?$/, '')
  return built === folder ? join(folder, '..', '..') : built
}

/** The version in `package.json`, set when the engine is built. */
export function engineVersion(): string {
  if (process.env.RUNBOOK_VERSION !== undefined) return process.env.RUNBOOK_VERSION
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version
}
