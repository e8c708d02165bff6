import { homedir } from 'node:os'
import { join } from 'node:path'
import { checksum, checksumBytes } from './checksum.ts'
import { readEntry, trim, useEntry, writeEntry } from './entries.ts'
import { engineDigest } from './installation.ts'

/**
 * Results that were worked out before, each beside the whole text that it was worked out from: it counts only while
 * that very text is asked about, and only for this very engine, so neither an edit nor an upgrade meets an old one. An
 * entry that is damaged is treated as absent. A cache that cannot be read or written is no error.
 */
export interface Cache {
  /** The value that was kept for this text; any that can be cloned. */
  get(kind: string, input: string): unknown
  set(kind: string, input: string, value: unknown): void
  /** Bytes under a plain name, for what checks itself against its input and against damage. */
  read(name: string): Buffer | undefined
  write(name: string, pieces: readonly Uint8Array[]): void
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
  return process.getBuiltinModule('node:crypto').hash('sha256', text)
}

/** The same over pieces, as if they were one. */
export function digestOf(pieces: readonly Uint8Array[]): string {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
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
  const folder = join(home, 'runbook')
  const file = (entry: string) => join(folder, `${engineDigest}-${process.versions.v8}`, entry)
  const name = (kind: string, input: string) => `${kind}-${checksum(input)}-${input.length}`
  const read = (entry: string) => {
    const bytes = readEntry(file(entry))
    if (bytes !== undefined && !options.readOnly) useEntry(file(entry))
    return bytes
  }
  const write = (entry: string, pieces: readonly Uint8Array[]) => {
    if (!options.readOnly) writeEntry(file(entry), pieces)
  }
  return {
    get: (kind, input) => decode(input, read(name(kind, input))),
    set: (kind, input, value) => write(name(kind, input), encode(input, value)),
    read,
    write(entry, pieces) {
      write(entry, pieces)
      if (!options.readOnly) trim(folder)
    },
  }
}

/** The input first, as it is; then a line with the checksum of what follows: the value as V8 writes it. */
function encode(input: string, value: unknown): Uint8Array[] {
  const body = process.getBuiltinModule('node:v8').serialize(value)
  return [Buffer.from(`${input}\n${checksumBytes(body)}\n`), body]
}

function decode(input: string, entry: Buffer | undefined): unknown {
  const begin = Buffer.from(`${input}\n`)
  if (entry === undefined || !entry.subarray(0, begin.length).equals(begin)) return undefined
  const end = entry.indexOf(10, begin.length)
  const body = entry.subarray(end + 1)
  if (entry.toString('latin1', begin.length, end) !== checksumBytes(body)) return undefined
  return process.getBuiltinModule('node:v8').deserialize(body)
}
