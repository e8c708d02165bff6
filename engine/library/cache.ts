import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { makeFolders } from './folder.ts'
import { engineDigest } from './installation.ts'

/**
 * Results that were worked out before, addressed by what they were worked out from. An entry's name holds
 * the digest of its input and of the engine, so an edit or an upgrade never meets an old one; an entry
 * whose own digest does not fit is treated as absent. A cache that cannot be read or written is no error.
 */
export interface Cache {
  get(kind: string, input: string): unknown
  set(kind: string, input: string, value: unknown): void
  /** A small text under a plain name, for what checks itself against its input. */
  read(name: string): string | undefined
  write(name: string, text: string): void
}

/** Remembers nothing: for an engine that runs from its sources. */
export const noCache: Cache = {
  get: () => undefined,
  set: () => undefined,
  read: () => undefined,
  write: () => undefined,
}

/** SHA-256 in hex. Node's hashes are loaded at the first call: not every verb needs them. */
export function digest(text: string | Uint8Array): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex')
}

/**
 * The cache of this user and this very engine: `$XDG_CACHE_HOME/runbook` or `~/.cache/runbook`.
 * `readOnly`: for a dry run, which writes nothing.
 */
export function openCache(
  environment: NodeJS.ProcessEnv,
  options: { readonly readOnly?: boolean } = {},
): Cache {
  if (engineDigest === '') return noCache
  const home = environment.XDG_CACHE_HOME || join(environment.HOME ?? homedir(), '.cache')
  const folder = join(home, 'runbook', `${engineDigest}-${process.versions.v8}`)
  const name = (kind: string, input: string) => `${kind}-${digest(input)}`
  const write = (entry: string, body: Uint8Array | string) => {
    if (!options.readOnly) writeEntry(folder, entry, body)
  }
  return {
    get: (kind, input) => decode(readEntry(folder, name(kind, input))),
    set: (kind, input, value) => write(name(kind, input), encode(value)),
    read: (entry) => readEntry(folder, entry)?.toString('utf8'),
    write,
  }
}

const digestBytes = 64

function encode(value: unknown): Uint8Array {
  const body = process.getBuiltinModule('node:v8').serialize(value)
  return Buffer.concat([Buffer.from(digest(body), 'latin1'), body])
}

function decode(bytes: Buffer | undefined): unknown {
  if (bytes === undefined) return undefined
  const body = bytes.subarray(digestBytes)
  if (digest(body) !== bytes.toString('latin1', 0, digestBytes)) return undefined
  return process.getBuiltinModule('node:v8').deserialize(body)
}

function readEntry(folder: string, entry: string): Buffer | undefined {
  try {
    return readFileSync(join(folder, entry))
  } catch {
    return undefined
  }
}

function writeEntry(folder: string, entry: string, body: Uint8Array | string): void {
  try {
    makeFolders(folder)
    const draft = join(folder, `${entry}.${process.pid}`)
    writeFileSync(draft, body, { mode: 0o600 })
    renameSync(draft, join(folder, entry))
  } catch {
    // A full or read-only disk costs time, not correctness.
  }
}
