import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { engineDigest } from './installation.ts'

/**
 * Results that were worked out before, addressed by what they were worked out from. An entry's name holds
 * the digest of its input and of the engine, so an edit or an upgrade never meets an old one; an entry
 * whose own digest does not fit is treated as absent. A cache that cannot be read or written is no error.
 */
export interface Cache {
  get(kind: string, input: string): unknown
  set(kind: string, input: string, value: unknown): void
}

/** Remembers nothing: for dry runs, which write nothing, and for an engine that runs from its sources. */
export const noCache: Cache = { get: () => undefined, set: () => undefined }

/** SHA-256 in hex. */
export function digest(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The cache of this user and this very engine: `$XDG_CACHE_HOME/runbook` or `~/.cache/runbook`. */
export function openCache(environment: NodeJS.ProcessEnv, options: { readonly readOnly?: boolean } = {}): Cache {
  if (engineDigest === '') return noCache
  const home = environment.XDG_CACHE_HOME ?? join(environment.HOME ?? homedir(), '.cache')
  const folder = join(home, 'runbook', `${engineDigest}-${process.versions.v8}`)
  const file = (kind: string, input: string) => join(folder, `${kind}-${digest(input)}`)
  return {
    get: (kind, input) => readEntry(file(kind, input)),
    set: options.readOnly
      ? () => undefined
      : (kind, input, value) => writeEntry(folder, file(kind, input), serialize(value)),
  }
}

const digestBytes = 64

function readEntry(file: string): unknown {
  try {
    const bytes = readFileSync(file)
    const body = bytes.subarray(digestBytes)
    return digest(body) === bytes.toString('latin1', 0, digestBytes) ? deserialize(body) : undefined
  } catch {
    return undefined
  }
}

function writeEntry(folder: string, file: string, body: Buffer): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, Buffer.concat([Buffer.from(digest(body), 'latin1'), body]), { mode: 0o600 })
    renameSync(draft, file)
  } catch {
    // A full or read-only disk costs time, not correctness.
  }
}
